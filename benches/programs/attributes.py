"""Attributes read and written, and method calls."""


class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def add(self, other):
        self.x += other.x
        self.y += other.y
        return self

    def norm(self):
        return self.x * self.x + self.y * self.y


class Counter:
    step = 3

    def __init__(self):
        self.count = 0

    def bump(self):
        self.count += self.step


def main(n):
    a, b, c = Vector(1, 2), Vector(3, 4), Counter()
    total = 0
    for i in range(n):
        a.add(b)
        c.bump()
        if i % 3 == 0:
            total = (total + a.norm()) % 1_000_007
    return total, c.count, a.x, a.y


print(*main(2_000_000))
