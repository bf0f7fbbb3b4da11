d = {"a": 1, "b": 2}
d["c"] = 3
print(d, d["a"], d.get("z"), d.get("z", 0), "a" in d, len(d), list(d), d.keys(), d.values(), d.items(), d.pop("b"), d.pop("zz", None), d.setdefault("a", 9), d.setdefault("n", []), d)
d.update({"x": 1}, y=2); d.update([("p", 1)]); d.update(q=5); d.update(); print(d, d.popitem(), d)
print(dict(), dict(a=1), dict([("k", "v")]), dict({"m": 1}, n=2), dict(zip("ab", [1, 2])), dict.fromkeys("ab"), dict.fromkeys([1, 2], 0), {**d, "a": 0}, d | {"a": 5}, {"z": 1} | d, dict(["ab", "cd"]))
print({1: "i", 1.0: "f", True: "b"}, {"a": 1, "a": 2}, {(1, 2): 3}, {None: 0}, d == dict(reversed(list(d.items()))), {} == {}, {"a": 1} != {"a": 2})
e = {}
for i in range(20):
    e[i] = i * i
for i in range(0, 20, 3):
    del e[i]
e[0] = "again"
print(e, list(reversed(e))[:3], next(iter(e)), list(e.items())[-1], list(reversed(e.items()))[:2], list(reversed(e.values()))[0])
k, v, i = d.keys(), d.values(), d.items()
print(k & {"a", "zz"}, sorted(k | {"zz"}), k - {"a"} == set(d) - {"a"}, k ^ set(d), ("a", 1) in i, ("a", 2) in i, 1 in v, k == set(d), k >= {"a"}, k.isdisjoint({"q!"}), i & [("a", 1)], len(v), k.mapping["a"], type(k.mapping).__name__)
d["late"] = 1
print("late" in k, len(i))
for f in (lambda: {}["k"], lambda: {}[[]], lambda: {[]: 1}, lambda: {}.pop("k"), lambda: {}.popitem(), lambda: dict([1]), lambda: dict([(1,)]), lambda: dict(["abc"]), lambda: dict(1), lambda: {}.update(5), lambda: {}.update([1]), lambda: {} | [], lambda: {} < {}, lambda: {} + {}, lambda: hash({}), lambda: {1: 2}[1.5], lambda: dict(**{1: 2}), lambda: {}.get(), lambda: {}.fromkeys(5), lambda: {}.keys()[0], lambda: {**[1]}, lambda: {}.setdefault([], 1), lambda: {}.get([]), lambda: [] in {}, lambda: dict(a=1, **{"a": 2}), lambda: {"a": {"b": 1}}["a"]["c"], lambda: {}.__delitem__("q"), lambda: iter({}).__next__(), lambda: {1: 1}.items() < 5, lambda: {1: 1}.values() & {1}):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
def change():
    for f in (lambda x: x.update(zz=1), lambda x: x.pop("a"), lambda x: x.clear(), lambda x: x.__setitem__("a", 5)):
        x = {"a": 1, "b": 2}
        try:
            for key in x:
                f(x)
            print("ok", x)
        except RuntimeError as exc:
            print(exc)
change()
def replaced():
    x = {"a": 1, "b": 2}
    for key in x:
        x.pop(key)
        x[key + "!"] = 1
try:
    replaced()
except RuntimeError as exc:
    print(exc)
r = {}; r["self"] = r; print(r, "")
c = d.copy(); c["new"] = 1; print("new" in d, c.clear(), c)
class K:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, o): return self.n == o.n
    def __repr__(self): return f"K{self.n}"
big = {K(i): i for i in range(10)}
print(big[K(7)], len(big), big.pop(K(3)), K(3) in big, list(big))
print({i: str(i) for i in range(3)}, {"a": 1}.__or__({"b": 2}), {"a": 1}.__contains__("a"), {"a": 1}.__len__(), {}.__class__, dict.__name__, sorted({"b": 1, "a": 0}.items()), max({"a": 3, "b": 1}, key={"a": 3, "b": 1}.get), {x: y for x, y in zip("ab", "cd")})
d |= {"a": 100}; print(d["a"]); d |= [("b", 7)]; print(d["b"])
