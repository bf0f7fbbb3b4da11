a, b = 1, 2; a, b = b, a; print(a, b)
(c, d), e = (1, 2), 3; [f, g] = "xy"; print(c, d, e, f, g)
h, *i, j = range(5); print(h, i, j)
def fn(*args, k=0, **kw): return args, k, kw
print(fn(*[1, 2], 3, k=4, **{"z": 5}), [*"ab", *range(2)], {**{"a": 1}, "b": 2}, (*[1], 2))
for x, (y, *z) in [(1, (2, 3, 4)), (5, (6,))]: print(x, y, z)
try: a, b = [1]
except ValueError as e: print(e)
try: a, b = 1, 2, 3
except ValueError as e: print(e)
try: a, b = 5
except TypeError as e: print(e)
t = 1, 2; print(t, *t, sep="|"); x = y = z = 0; print(x, y, z); (k := 5); print(k)
