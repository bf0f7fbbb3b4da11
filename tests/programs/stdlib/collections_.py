from collections import *
c = Counter("abracadabra")
print(c, c.most_common(2), c["z"], c.total(), sorted(c.elements()), c + Counter("az"), c - Counter("aaab"), c & Counter("aab"), c | Counter("zz"), +Counter(a=-1, b=2), -Counter(a=-1), Counter(a=1) <= Counter(a=2), Counter(a=1) == Counter(a=1, b=0))
c.update("zz"); c.subtract("a"); del c["b"]; print(c, Counter([1, 2, 1]).most_common(), Counter({"x": 3}), Counter(), dict(Counter("ab")))
d = defaultdict(list)
d["a"].append(1); d["b"]; print(d, d.default_factory, d.get("zz"), "zz" in d, defaultdict(int, a=1)["q"], defaultdict(None, {}), d.copy())
try:
    defaultdict()["k"]
except KeyError as exc:
    print(repr(exc))
try:
    defaultdict(5)
except TypeError as exc:
    print(exc)
q = deque([1, 2, 3], maxlen=4)
q.append(4); q.append(5); q.appendleft(0); print(q, q.pop(), q.popleft(), q.maxlen, len(q), q[0], q[-1], 2 in q, q.index(3), q.count(3))
q.rotate(1); q.extend("ab"); q.extendleft("xy"); print(q, list(reversed(q)), q.copy() == q); q.reverse(); q.remove("x"); q.insert(1, "ins"); print(q, deque() == deque([]), deque([1]) < deque([2]), deque([1]) + deque([2]), deque("ab") * 2, deque([1, 2])); q[0] = "set"; del q[1]; q.clear(); print(q)
for f in (lambda: deque().pop(), lambda: deque().popleft(), lambda: deque([1])[5], lambda: deque([1]).remove(2), lambda: deque([1]).index(2), lambda: deque([1], maxlen=-1), lambda: deque(5), lambda: deque([1], 1).insert(0, 2), lambda: hash(deque()), lambda: deque([1])[0:1], lambda: [deque([1, 2]).append(x) or x for x in deque([1])]):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
try:
    m = deque([1, 2])
    for x in m: m.append(x)
except RuntimeError as exc:
    print(exc)
o = OrderedDict([("a", 1), ("b", 2), ("c", 3)])
o.move_to_end("a"); o.move_to_end("c", last=False); print(o, o.popitem(), o.popitem(last=False), list(reversed(o)), o == {"b": 2}, OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict([(1, 2)]) | {3: 4})
m = ChainMap({"a": 1}, {"a": 2, "b": 3})
print(m["a"], m["b"], m, list(m), m.maps, m.new_child({"c": 0})["c"], m.parents, len(m)); m["n"] = 5; print(m.maps[0], "b" in m)
try:
    del m["b"]
except KeyError as exc:
    print(exc)
class D(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k.upper(), v)
u = D(a=1); u["b"] = 2; print(u, u.data, UserList([1, 2]) + [3], UserString("ab").upper(), type(UserString("a") + "b").__name__)
