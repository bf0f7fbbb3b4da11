"""sum() makes up for what rounding loses, among floats, ints and complex numbers alike."""

from fractions import Fraction


class Int(int):
    pass


SUMS = [
    [0.1] * 10,
    [1.0, 10e100, 1.0, -10e100],
    [1, 1e100, 1, -1e100],
    [1.0, 10**100, 1.0, -(10**100)],
    [2j, 1.0, 10**100, 1.0, -(10**100)],
    [0.5, True, Int(3), Int(10**30), -(10**30)],
    [0.5, 10**400],
    [1j, 10**400],
    [0.5, float("inf"), 1, -1.0],
    [0.1j] * 10 + [Fraction(1, 10)],
    [0.1] * 10 + [Fraction(1, 10)],
    [10**20, 0.1, 1],
    [-0.0],
    [True, 0.1] * 3,
]
for items in SUMS:
    try:
        print(sum(items), sum(items, 0.0), sum(items, start=-0.0))
    except OverflowError as error:
        print(error)
