"""Wide numbers and their opposites, through collections."""

import gc
import pickle

a = 7**3000 + 1
texts = {a: str(a)}


def check(x, y):
    assert x == -y and y == -x and -x == y and x + y == 0, "opposites"
    assert abs(x) == abs(y) == a
    assert hash(x) == -hash(y)
    assert str(min(x, y)) == "-" + texts[a]
    assert x * y == -(a * a) and x // y == -1 and x % y == 0
    assert pickle.loads(pickle.dumps(y)) == y
    assert y.__sizeof__() == x.__sizeof__()
    assert -~x == -(~x) == x + 1


check(a, -a)
check(-a, -(-a))

# The number itself may die before its opposite.
opposites = [-(7**3000 + 1) for _ in range(50)]
again = [-(-n) for n in opposites]
del opposites
gc.collect()
noise = [bytes(2000) for _ in range(10_000)]
for n in again:
    check(n, -n)

x = a
for _ in range(100_001):
    x = -x
print(x == -a, len(str(x)))
print(-(2**61), -(-(2**61)), -(2**62), -(2**64), abs(-(2**64)), abs(-(2**61)))


class Wide(int):
    pass


w = Wide(a)
print(type(-w), -w == -a, type(abs(-w)), type(abs(w)), abs(w) == a)
