def acc(v, into=[]): into.append(v); return into
print(acc(1), acc(2), acc(3, []), acc.__defaults__)
row = [0] * 3; grid = [row] * 2; grid[0][0] = 1; print(grid, [list(r) for r in grid])
fs = [lambda: i for i in range(3)]; print([f() for f in fs]); fs = [lambda i=i: i for i in range(3)]; print([f() for f in fs])
class Shared: items = []; n = 0
a, b = Shared(), Shared(); a.items.append(1); a.n += 1; print(b.items, b.n, a.n, Shared.n)
x = [1, 2, 3]
for v in x: x.remove(v) if v < 3 else None
print(x)
y = x; x = x + [4]; print(y, x); y = x; x += [5]; print(y is x, y)
t = ([], 1)
try: t[0] += [1]
except TypeError: print(t)
t[0].append(2); print(t, hash((1, 2)) == hash((1, 2)))
d = {}; d[d.setdefault("a", 1)] = d.get("a"); print(d); k = [1]; s = "abc"; r = s; s += "d"; print(r, s)
def outer():
    n = [0]
    def inc(): n[0] += 1; return n[0]
    return inc
inc = outer(); inc(); print(inc())
l = [1, 2, 3, 4]; l[1:3], l[0] = [9], 8; print(l); l[:] = l[::-1]; print(l); m = l[:]; m.append(0); print(len(l), len(m))
dct = {i: i for i in range(3)}
for key in list(dct): del dct[key]
print(dct, dict.fromkeys([1, 2], []) == {1: [], 2: []}); z = dict.fromkeys([1, 2], []); z[1].append(5); print(z)
import copy; n = [[1], {"k": [2]}]; sh, dp = copy.copy(n), copy.deepcopy(n); n[0].append(9); n[1]["k"].append(8); print(sh, dp)
def swap(p, q): p, q = q, p; return p, q
u, w = 1, 2; swap(u, w); print(u, w); it = iter([1, 2, 3]); print(list(zip(it, it)), list(it)); print(sorted([[2], [1]]) , [3, 1, 2].sort(), "".join(reversed("abc")), [1, 2, 3].reverse())
