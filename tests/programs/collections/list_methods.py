a = [3, 1, 2]
a.append(5); a.extend("ab"); a.insert(1, "i"); a.insert(-1, "j"); a.insert(100, "k"); a.insert(-100, "h")
print(a, len(a), a.index("i"), a.count(1), a.pop(), a.pop(0), a.pop(2), a)
a.remove("j"); a.reverse(); print(a, a.copy() is a, a.copy() == a, a * 2, [0] * 3, a + [1], 3 in a, [] + [], -1 * [1])
b = list(range(10))
print(b[2:5], b[::-1], b[-3:], b[:-7], b[1:8:3], b[8:1:-3], b[100:], b[5:2], b[::100], b[-100:2], b[slice(1, 3)])
b[2:5] = ["x"]; print(b)
b[1:1] = [9, 9]; print(b)
b[::2] = [0] * len(b[::2]); print(b)
b[:] = "abc"; print(b)
b[1:] = (i * i for i in range(3)); print(b)
b[5:10] = [7]; print(b)
del b[1:3]; del b[::-2]; print(b)
c = [[0] * 2] * 2
c[0][0] = 1
print(c, [[0] * 2 for _ in range(2)])
r = [1]; r.append(r); print(r, r[1] is r, str(r))
print(sorted([3, 1, 2], reverse=True), sorted("bca"), sorted([(1, "b"), (1, "a"), (0, "z")]), sorted([1, -2, 3], key=abs), sorted({"b": 1, "a": 2}), list(reversed([1, 2, 3])))
s = [("b", 2), ("a", 2), ("c", 1)]
s.sort(key=lambda t: t[1]); print(s)
s.sort(key=lambda t: t[1], reverse=True); print(s)
print([1, 2, 3] == [1, 2, 3], [1, 2] < [1, 2, 0], [1, [2, 3]] > [1, [2, 2]], [] == (), [1] != [1.0], [1, 2] >= [1], [float("nan")] == [float("nan")])
for f in (lambda: [][0], lambda: [1][-2], lambda: [].pop(), lambda: [1].pop(5), lambda: [1].remove(2), lambda: [1].index(2), lambda: [1, 2, 1].index(1, 1, 2), lambda: a["a"], lambda: a[1.0], lambda: [1] + (2,), lambda: [1] * "a", lambda: [1] * 1.5, lambda: list(5), lambda: [1].extend(5), lambda: sorted([1, "a"]), lambda: [1, "a"].sort(), lambda: [3, None].sort(), lambda: [1].insert("a", 1), lambda: hash([]), lambda: {[]}, lambda: [1].__setitem__(5, 1), lambda: [1, 2].__setitem__(slice(0, 2, 2), [1, 2]), lambda: [1].__setitem__(slice(0, 1), 5), lambda: [1].__delitem__(3), lambda: [1][1:2:0], lambda: [1]["a":], lambda: [1] < 5, lambda: [].sort(None), lambda: [1] @ [2], lambda: [1].index(), lambda: [0] * (2**62), lambda: [1, 2].sort(key=5), lambda: [1, 2].sort(key=lambda: 1)):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
x = [1, 2, 3]
y = x
x += [4]; x *= 2
print(y, x is y, x.clear(), y)
def mutate():
    l = [3, 2, 1]
    def key(v):
        l.append(v)
        return v
    try:
        l.sort(key=key)
    except ValueError as exc:
        return str(exc), len(l)
print(mutate())
z = [1, 2, 3, 4]
for v in z:
    z.remove(v)
print(z)
it = iter([1, 2]); print(next(it), it.__length_hint__(), list(it), list(it), next(it, "end"))
print(list("héé"), list({"a": 1}), list((1,)), list(b"ab"), [*range(3), *"ab"], list(zip("ab", [1, 2])), [1, 2, 3][1], [[1, 2], [3]][0][1])
