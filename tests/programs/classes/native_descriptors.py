"""Native descriptors at sites that have seen them: named tuples, attributes of classes, slots, properties."""
from collections import namedtuple


def point(p):
    return p.x, p.y, p.__class__.__name__, p.__class__.__qualname__, type(p).__mro__[-1].__name__


P = namedtuple("P", "x y")


class Q(P):
    y = property(lambda self: "own")


for p in (P(1, 2), P(3, 4), Q(5, 6), P(7, 8), Q(9, 10)):
    print(point(p))
P.x = "changed"
print(point(P(1, 2)))
Q.__name__ = "Renamed"
print(point(Q(1, 2)))


class Meta(type):
    __name__ = "from the metaclass"

    @property
    def kind(cls):
        return "kind of " + type.__dict__["__name__"].__get__(cls)


class A(metaclass=Meta):
    kind = "attribute"


class B:
    pass


def named(cls):
    return cls.__name__, cls.__module__, cls.__dict__.get("kind"), cls.__doc__


print([named(cls) for cls in (A, B, int, A, B, P)][0:2], [cls.kind for cls in (A, A)], A().kind)


class Slots:
    __slots__ = ("a", "__dict__")

    def __init__(self, a):
        self.a = a


def slot(obj):
    return obj.a


print([slot(Slots(i)) for i in range(3)])
try:
    s = Slots(1)
    del s.a
    slot(s)
except AttributeError as e:
    print(e)


class Descriptor:
    def __get__(self, obj, cls):
        return "got"

    def __set__(self, obj, value):
        raise AttributeError("no")


class Holder:
    d = Descriptor()


def held(obj):
    return obj.d


h = Holder()
h.__dict__["d"] = "instance"
print([held(h) for _ in range(3)])
del Descriptor.__set__
print(held(h))
print(*[f(*args) for f, args in ((len, ["ab"]), (max, (1, 2)), (dict, ()), (str.upper, ("a",)), (isinstance, (1, int)))])
for call in (lambda: len(*()), lambda: len(*"ab"), lambda: str.upper(*[1]), lambda: isinstance(*[1]), lambda: "a".upper(*[1]), lambda: len(1), lambda: int.bit_length("a"), lambda: True.bit_length(1)):
    try:
        call()
    except TypeError as e:
        print(e)
print(int.bit_length(True), True.bit_length(), str.upper(type("S", (str,), {})("a")))
