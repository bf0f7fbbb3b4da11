print([x for x in range(5)], {x % 3 for x in range(9)}, {x: x * x for x in range(3)}, tuple(x for x in "abc"))
print([(x, y) for x in range(3) for y in range(x)], [x for x in range(20) if x % 2 if x % 3])
print([[j for j in range(i)] for i in range(4)], [x for (x, _), y in [((1, 2), 3)]], [a for a, *b in [(1, 2, 3), "xyz"]])
x = "outer"
print([x for x in range(2)], x)
print([y for x in [1, 2] for y in [x, x * 10]])
def f():
    i = 5
    r = [i for i in range(3)]
    return i, r
print(f())
def closures():
    return [lambda: i for i in range(3)], [lambda i=i: i for i in range(3)]
a, b = closures()
print([g() for g in a], [g() for g in b])
class C:
    y = 3
    z = [k for k in range(y)]
    try:
        w = [y for _ in range(1)]
    except NameError as exc:
        w = str(exc)
    v = [a + b for a, b in zip([y], [y])]
print(C.z, C.w, C.v)
print([locals_ for locals_ in [sorted(locals())[:0]]])
def order():
    def t(v):
        print(v, end=" ")
        return v
    return {t("k" + str(i)): t(i) for i in [t(1), t(2)]}
print(order())
print([i if i else "zero" for i in range(2)], [i or "z" for i in (0, 1)], [lambda: 1 for _ in range(1)][0]())
print({**{a: 1 for a in "ab"}, "c": 2}, [*[i for i in range(2)], *(i for i in range(2))])
print([[i * j for j in range(3)] for i in range(3)], [i for l in [[1, 2], [3]] for i in l])
matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)], list(map(list, zip(*matrix))))
print(sorted({c for c in "hello"}), {v: k for k, v in {"a": 1, "b": 2}.items()})
try:
    [1 / i for i in (1, 0)]
except ZeroDivisionError as exc:
    print(exc)
try:
    {[]: 1 for _ in range(1)}
except TypeError as exc:
    print(exc)
g = (1 / i for i in (1, 0))
print(next(g))
try:
    next(g)
except ZeroDivisionError:
    print(list(g))
print(any(i > 2 for i in range(5)), all(i for i in []), sum(i for i in range(10) if i & 1), max((i * 7 % 5, i) for i in range(5)))
def nest(n):
    return [[n + a + b for a in range(2)] for b in range(2)]
print(nest(10))
print([(lambda y: [y + z for z in range(2)])(x) for x in range(2)])
print(eval("[q for q in range(3)]"), eval("[q + k for q in range(2)]", {"k": 10}))
def gen_in_comp(): return [x for x in (y for y in (z for z in range(3)))]
print(gen_in_comp())
