"""Classes instantiated: plain, with slots, with inheritance, as dataclass, as tuple."""

from dataclasses import dataclass


class Plain:
    def __init__(self, a, b):
        self.a = a
        self.b = b


class Child(Plain):
    def __init__(self, a, b, c):
        super().__init__(a, b)
        self.c = c


class Slotted:
    __slots__ = ("a", "b")

    def __init__(self, a, b):
        self.a = a
        self.b = b


@dataclass
class Data:
    a: int
    b: int = 2


class Empty:
    pass


def main(n):
    total = 0
    for i in range(n):
        total += Plain(i, 1).a + Child(i, 2, 3).c + Slotted(i, 4).b + Data(i).b
        Empty()
    return total


print(main(700_000))
