# Ints of derived classes do the arithmetic of timedelta themselves.
from datetime import timedelta


class I(int):
    def __mul__(self, other):
        print("mul", other)
        return int.__mul__(self, other)

    def __rmul__(self, other):
        print("rmul", other)
        return int.__mul__(self, other)

    def __radd__(self, other):
        print("radd", other)
        return int.__add__(self, other)

    def __rfloordiv__(self, other):
        print("rfloordiv", other)
        return int.__rfloordiv__(self, other)


class Kept(int):
    """Stays of its class."""

    def __mul__(self, other):
        print("mul", other)
        return Kept(int.__mul__(self, other))

    def __radd__(self, other):
        print("radd", other)
        return Kept(int.__add__(self, other))

    def __add__(self, other):
        print("add", other)
        return Kept(int.__add__(self, other))

    def __and__(self, other):
        print("and", other)
        return int.__and__(self, other)

    def __divmod__(self, other):
        print("divmod", other)
        return divmod(int(self), other)

    __rmul__ = __mul__


def saying(**methods):
    return type("B", (int,), {f"__{name}__": lambda self, *args, v=v: v for name, v in methods.items()})


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


UNITS = "days seconds microseconds milliseconds minutes hours weeks".split()
for cls in (I, Kept):
    for unit in UNITS:
        print(unit)
        attempt(timedelta, **{unit: cls(3)})
    attempt(timedelta, cls(1), cls(2), cls(3), cls(4))
    attempt(timedelta, cls(1), 2.5, 10**6, cls(4), 0.1)
    attempt(timedelta, microseconds=0.5, seconds=cls(1))
    attempt(timedelta, microseconds=1.5, seconds=cls(1))
    attempt(timedelta, cls(10**12))
    attempt(lambda: timedelta(3) * cls(2))
    attempt(timedelta.__mul__, timedelta(3), cls(2))
    attempt(lambda: timedelta(3) / cls(2))
    attempt(lambda: timedelta(3) // cls(2))
for methods in (dict(mul="x"), dict(mul=1.5), dict(mul=[1]), dict(mul=None)):
    for unit in UNITS:
        attempt(timedelta, **{unit: saying(**methods)(3)})
    attempt(lambda: timedelta(3) * saying(**methods)(2))
    attempt(timedelta.__mul__, timedelta(3), saying(**methods)(2))
for answer in (3, (1,), (1, -1), (1, 10**6), (1, "x"), ("x", 1), (10**20, 1), (1, 10**20)):
    inner = saying(divmod=answer)(7)
    outer = saying(mul=inner)(3)
    attempt(timedelta.__mul__, timedelta(1), outer)
