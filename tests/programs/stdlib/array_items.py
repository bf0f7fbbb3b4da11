"""Storing and reading items of arrays: the limits of each type code, indices from the end, what is refused."""

import array

LIMITS = dict(b=8, h=16, i=32, l=64, q=64)
for signed, bits in LIMITS.items():
    for code, low, high in (signed, -(1 << bits - 1), (1 << bits - 1) - 1), (signed.upper(), 0, (1 << bits) - 1):
        a = array.array(code, [0] * 4)
        for value in low, high, 0, 1, low + 1, high - 1, True:
            a[2] = value
            assert a[2] == value == a[-2] and a.tolist() == [0, 0, value, 0], (code, value)
            a[-1] = value
            assert a[3] == value
            a[-1] = 0
        for value in low - 1, high + 1, 1.5, "x", None:
            try:
                a[0] = value
            except (OverflowError, TypeError) as error:
                print(code, type(error).__name__, error)
            else:
                print(code, "took", value)
        for i in 4, -5, 1 << 70, "0", 1.0:
            for act in a.__getitem__, lambda i: a.__setitem__(i, 1):
                try:
                    act(i)
                except (IndexError, TypeError) as error:
                    print(code, type(error).__name__, error)

for code in "fd":
    a = array.array(code, [0] * 3)
    for value in 1.5, -2, (1 << 60) + 1, (1 << 53) + 1, True, float("inf"), float("nan"), -0.0, 1e-300, 1e30, 0.1:
        a[1] = value
        print(code, a[1], a)
    for value in "s", None, 1j, 10**400:
        try:
            a[0] = value
        except (TypeError, OverflowError) as error:
            print(code, type(error).__name__, error)


class Index:
    def __index__(self):
        return 1


class Number(float):
    pass


a = array.array("d", [1, 2, 3])
a[Index()] = Number(7.5)
print(a[Index()], type(a[Index()]), a)
