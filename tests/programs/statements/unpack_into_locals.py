"""Unpacking into local variables: nothing is stored before all items are there, and each line is told of."""
import sys


def plain(t):
    a, b, c = t
    return c, b, a


print(plain((1, 2, 3)), plain([4, 5, 6]), plain("xyz"), plain(iter(range(3))), plain({1: 0, 2: 0, 3: 0}))


def kept(t):
    a, b, c = 1, 2, 3
    try:
        a, b, c = t
    except (ValueError, TypeError, KeyError) as e:
        return type(e).__name__, str(e), a, b, c
    return a, b, c


class Failing:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        frame = sys._getframe(1)
        for i in range(self.n):
            print("seen", {k: v for k, v in frame.f_locals.items() if k in "abc"})
            yield -i
        raise KeyError(self.n)


for t in (1, 2), (1, 2, 3, 4), [1, 2], "abcd", 5, None, Failing(0), Failing(2), Failing(3), range(2), iter(()):
    print(kept(t))


def itself(a):
    a, b = a
    a, b = b
    return a, b


print(itself((1, (2, 3))), itself([[], [4, 5]]))


def swapped(a, b, c):
    b, c = c, b
    a, b, c = c, a, b
    a, b, c = [c, b, a]
    return a, b, c


print(swapped(1, 2, 3))


def in_loops(pairs, triples):
    found = []
    for k, v in pairs:
        found.append((v, k))
    for i, (x, y) in enumerate(triples):
        found.append((i, x, y))
    for p, q, r in [t + (0,) for t in triples]:
        found.append((p, q, r))
    found += [(n, m) for m, n in pairs]
    found += [(n, m) for i, (m, n) in enumerate(pairs)]
    return found, k, v, i, x, y, p, q, r


print(in_loops([(1, 2), (3, 4)], [(5, 6), (7, 8)]), in_loops({1: 2}.items(), zip("a", "b", strict=True)) if 0 else "")


def cells(t):
    a, b, c = t
    d, e, f = t

    def inner():
        return b, e

    return inner(), a, c, d, f


print(cells((1, 2, 3)))


def deleted(t):
    a, b = t
    del a
    try:
        return a, b
    except UnboundLocalError as e:
        print(e)
    a, b = b, t
    return a


print(deleted((1, 2)))


def lines(t):
    (a,
     b) = [*t]
    c, d = list(
        t)
    e, f = (t[0],
            t[1])
    for g, h in [t,
                 t]:
        pass
    return a, b, c, d, e, f, g, h


def trace(frame, event, arg):
    if frame.f_code is lines.__code__:
        seen.append((event, frame.f_lineno - lines.__code__.co_firstlineno, sorted(frame.f_locals)))
    return trace


seen = []
sys.settrace(trace)
lines((1, 2))
sys.settrace(None)
for event in seen:
    print(*event)

many = ", ".join(f"v{i}" for i in range(300))
namespace = {}
exec(f"def f(t):\n {many} = t\n x, y = v0, v299\n return {many}, x, y\n", namespace)
print(namespace["f"](range(300))[-4:])


def generator(t):
    a, b = t
    while True:
        a, b = yield b, a


g = generator("pq")
print(next(g), g.send((1, 2)), g.send([3, 4]))
try:
    g.send((1,))
except ValueError as e:
    print(e)
for source in "a, __debug__ = 1, 2", "def f():\n a, b, __debug__ = 1, 2, 3", "def f():\n (a, b, 1) = 1":
    try:
        exec(source)
    except SyntaxError as e:
        print(e.msg, e.offset)
