"""A hash that goes too deep says what was being hashed, wherever the native stack ended."""
t = ()
for _ in range(500_000):
    t = (t,)
for n in range(40):
    x = t
    for _ in range(n):
        x = (x, 1)
    for f in hash, lambda x: {x: 1}, lambda x: {x}, lambda x: x in {}:
        try:
            f(x)
        except RecursionError as e:
            assert str(e).endswith(" while hashing a tuple"), e
print("done")
