a = [1, 2]; d = {"x": 1}
print([*a, *a], (*a,), {*a, 3}, {**d, "y": 2, **{"x": 9}}, [*range(2), *"ab", *{5: 6}], [*(), *[]], {**{}})
def f(*p, **k): return p, k
print(f(*a, 3, *a, k=1, **d, **{"z": 2}), f(*[], **{}), f(*"ab"), f(**{"a b": 1}))
x, *y = a; *z, = "abc"; p, (q, *r) = 1, (2, 3, 4); print(x, y, z, p, q, r)
def g(): return *a, 3
def h(): yield *a, 4
print(g(), next(h()), *a, sep=",")
for v in *a, 9: print(v, end=" ")
print()
print(a[0], {1: 2, **{3: 4}}, "%s-%s" % (*a,), *map(str, a))
t = *a, *a
print(t, [*(i for i in range(2))], (lambda *s, **m: (s, m))(*a, **d))
try: f(**{1: 2})
except TypeError as exc: print(exc)
try: f(**d, **d)
except TypeError as exc: print(exc)
try: f(x=1, **d)
except TypeError as exc: print(exc)
try: [*5]
except TypeError as exc: print(exc)
try: {**5}
except TypeError as exc: print(exc)
try: f(*5)
except TypeError as exc: print(exc)
try: f(**5)
except TypeError as exc: print(exc)
class M:
    def keys(self): return iter("ab")
    def __getitem__(self, k): return k.upper()
print({**M()}, f(**M()), dict(M()))
def ann(*args: *tuple[int, str]): pass
print(ann.__annotations__)
