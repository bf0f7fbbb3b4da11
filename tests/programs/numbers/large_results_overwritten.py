"""A large int lives on wherever else it is, however often the register it was made in is overwritten."""

import sys

A, B, M = 3**5000, 7**2000 + 2, 5**3000 + 4


def loop(n):
    """Locals and temporaries that are only computed with."""
    x, total = A, 0
    for i in range(n):
        y = A | i
        x = (x << 3 ^ B) % M
        z = y + x
        if z > y and z != x:
            total ^= (z - y ^ x) + (z & 0xFFFF) - (y >> 3) % 1000
        else:
            z += 1
    return total, x % 1_000_003, y % 1_000_003, z % 1_000_003


def kept(n):
    """Each result goes to a list, a tuple, a dict, a cell, an attribute, an argument."""
    class Box:
        pass

    items, box = [], Box()
    for i in range(n):
        x = A + i
        items.append(x)
        y = A * (i + 1)
        box.y = y
        items.append(box.y)
        z = A ^ i
        items += (z, -z, +z, abs(-z))
        w = A - i
        items.append((lambda v: v)(w))
        v = B << i
        items.append({v: v}[v])
    return [item % 1_000_003 for item in items]


def captured(n):
    readers = []
    for i in range(n):
        def reader(x=A + i):
            return lambda: x
        c = A * i
        readers += reader(), lambda c=c: c
    late = A + 1
    readers.append(lambda: late)
    late = A + 2
    return [reader() % 1_000_003 for reader in readers]


def moved(n):
    """Fibonacci: results move from one register to another."""
    a, b = A, A + 1
    for _ in range(n):
        a, b = b, (a + b) % M
    c = a + b
    d = c
    c = a - b
    e = d + 0
    return a % 1_000_003, b % 1_000_003, c % 1_000_003, d % 1_000_003, d == e


def operands(n):
    """What is below the modulus is the result itself."""
    same = []
    for i in range(n):
        x = B + i
        y = x % M
        z = y % (M + i)
        x = B * 2
        y = z + 1
        same.append((x % 1_000_003, y % 1_000_003, z % 1_000_003))
        x = x % M
        x = x % M
        w = x ** 1
        x = x + 1
        same.append((x % 1_000_003, w % 1_000_003))
    return same


def returned(n):
    def make(a, n):
        x = a
        for i in range(n):
            x = x + i
        return x

    results = [make(make(A, i), i) for i in range(n)]
    return [result % 1_000_003 for result in results]


def yielded(n):
    def walk():
        x = A
        for i in range(n):
            x = x + i
            yield x
            y = x * 3 % M
            yield y

    return [x % 1_000_003 for x in walk()], [x % 1_000_003 for pair in zip(walk(), walk()) for x in pair]


def shown(n):
    """Through the frame, while it runs and when an exception has kept it."""
    seen = []
    for i in range(n):
        x = A + i
        if i % 3 == 1:
            seen.append(sys._getframe().f_locals["x"])
        if i % 3 == 2:
            seen.append(locals()["x"])
        x = A - i
    return [x % 1_000_003 for x in seen]


def raised(n):
    def fails(i):
        for k in range(3):
            x = A * (i + k + 1)
            y = x - A
            try:
                z = y // (2 - k)
            except ZeroDivisionError:
                z = A + k
                raise
            x = z + y

    kept = []
    for i in range(n):
        try:
            fails(i)
        except ZeroDivisionError as error:
            kept.append(error)
    frames = [error.__traceback__.tb_next.tb_frame.f_locals for error in kept]
    return [[frame[name] % 1_000_003 for name in "xyz"] for frame in frames]


class Catches:
    """An operand that keeps the other one."""

    def __init__(self):
        self.caught = []

    def catch(self, other):
        self.caught.append(other)
        return 1

    __radd__ = __rmul__ = __ror__ = __rmod__ = catch

    def __eq__(self, other):
        return self.catch(other)

    __lt__ = __gt__ = __eq__


def caught(n):
    catches = Catches()
    for i in range(n):
        x = A + i
        x + catches
        x = A - i
        x == catches
        x = A ^ i
        if x < catches:
            x = A | i
        y = x % catches
        x = A & ~i
    return [x % 1_000_003 for x in catches.caught]


def traced(n):
    seen = []

    def trace(frame, event, arg):
        if "x" in frame.f_locals:
            seen.append(frame.f_locals["x"])
        return trace

    def run():
        for i in range(n):
            x = A + i
            x = A * (i + 2)

    sys.settrace(trace)
    run()
    sys.settrace(None)
    return [x % 1_000_003 for x in seen]


def sizes():
    """Of very different sizes, growing and shrinking."""
    x = 1
    for i in range(1, 1500):
        x *= i
    y = x
    while y > A:
        y >>= 1000
        y = y - 1
    z = x
    for i in range(1499, 0, -1):
        z //= i
    return x % 1_000_003, y % 1_000_003, z


print(loop(40))
print(kept(4))
print(captured(3))
print(moved(30))
print(operands(3))
print(returned(5))
print(yielded(4))
print(shown(7))
print(raised(3))
print(caught(4))
print(traced(3))
print(sizes())
# At the level of a module the names are no registers.
total = 0
for i in range(20):
    x = (A + i) * B % M
    total ^= x
print(x % 1_000_003, total % 1_000_003)
