d = {"a": 1, "b": 2}
d["c"] = 3; d["a"] += 10; print(d, d["a"], d.get("z"), d.get("z", 0), len(d), "a" in d, list(d), list(d.values()), list(d.items()))
del d["b"]; print(d.pop("c"), d, d.setdefault("q", []), d); d.update({"z": 26}); print(d, {**d, "y": 1}, dict(a=1), {x: x * 2 for x in range(3)})
for k, v in sorted({"b": 1, "a": 2}.items()): print(k, v)
try: d["missing"]
except KeyError as e: print("KeyError", e)
s = {1, 2, 3}; s.add(4); s.discard(1); print(s, 2 in s, len(s), s | {9}, s & {2, 9}, s - {2}, {1} < {1, 2}, set("aab") == {"a", "b"}, set(), {x % 2 for x in range(5)}, frozenset([1]))
n = {}
for w in "a b a c b a".split(): n[w] = n.get(w, 0) + 1
print(n, max(n, key=n.get), {1: {2: {3: "deep"}}}[1][2][3])
