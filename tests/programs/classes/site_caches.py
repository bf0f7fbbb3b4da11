"""What sites learn of attributes is forgotten when a class, a metaclass or an object changes."""


class Meta(type):
    pass


class A(metaclass=Meta):
    x = 1

    def f(self):
        return "A.f"

    @classmethod
    def c(cls, *args):
        return "A.c", cls.__name__, args

    @staticmethod
    def s(*args):
        return "A.s", args


class B(A):
    pass


class C(A):
    def f(self):
        return "C.f"


class S:
    __slots__ = ("x", "f")


def look(obj):
    return obj.x


def call(obj, *args):
    return obj.f() if not args else obj.f(*args)


def many(objs):
    return [(look(o), call(o)) for o in objs]


objs = [A(), B(), C()]
for _ in range(3):
    assert many(objs) == [(1, "A.f"), (1, "A.f"), (1, "C.f")]
A.x = 2
assert [look(o) for o in objs] == [2, 2, 2]
B.x = 3
assert [look(o) for o in objs] == [2, 3, 2]
objs[0].x = 4
assert [look(o) for o in objs] == [4, 3, 2]
del objs[0].x, B.x
assert [look(o) for o in objs] == [2, 2, 2]
objs[1].f = lambda: "own"
for _ in range(3):
    assert [call(o) for o in objs] == ["A.f", "own", "C.f"]
del objs[1].f
assert call(objs[1]) == "A.f"
objs[1].__dict__["f"] = lambda: "in the dict"
assert call(objs[1]) == "in the dict"


# Classes as objects.
def of_class(cls):
    return cls.x, cls.c(), cls.s(1), cls.c(1, 2)


for _ in range(3):
    for cls in (A, B, C):
        assert of_class(cls) == (2, ("A.c", cls.__name__, ()), ("A.s", (1,)), ("A.c", cls.__name__, (1, 2)))
A.x = 5
assert [of_class(cls)[0] for cls in (A, B, C)] == [5, 5, 5]
B.c = staticmethod(lambda *a: ("B.c", a))
assert of_class(B)[1] == ("B.c", ()) and of_class(C)[1] == ("A.c", "C", ())
Meta.x = property(lambda cls: "data descriptor on the metaclass")
assert [of_class(cls)[0] for cls in (A, B, C)] == ["data descriptor on the metaclass"] * 3
del Meta.x
assert [of_class(cls)[0] for cls in (A, B, C)] == [5, 5, 5]
Meta.__getattribute__ = lambda cls, name: "all" if name == "x" else type.__getattribute__(cls, name)
assert of_class(A)[0] == "all"
del Meta.__getattribute__
assert of_class(A)[0] == 5


# Through instances.
def through(obj):
    return obj.c(1), obj.s(2)


for _ in range(3):
    assert through(objs[0]) == (("A.c", "A", (1,)), ("A.s", (2,)))
    assert through(objs[2]) == (("A.c", "C", (1,)), ("A.s", (2,)))
objs[2].c = len
try:
    through(objs[2])
except TypeError as exc:
    assert str(exc) == "object of type 'int' has no len()", exc
del objs[2].c
A.s = lambda self, n: ("method", n)
assert through(objs[2])[1] == ("method", 2)


# Another class for an object; slots.
obj = A()
assert call(obj) == "A.f"
obj.__class__ = C
assert call(obj) == "C.f"
slotted = S()
slotted.x, slotted.f = 7, lambda *a: a
for _ in range(3):
    assert (look(slotted), call(slotted), call(slotted, 1, 2)) == (7, (), (1, 2))
del slotted.x
try:
    look(slotted)
except AttributeError as exc:
    assert str(exc) == "'S' object has no attribute 'x'", exc
else:
    assert False


# Arguments that move for a receiver: bound methods, `__init__`, functions in attributes.
class Init:
    def __init__(self, a, b):
        self.a, self.b = a, b

    def pair(self, c, d):
        return self.a, self.b, c, d


for _ in range(3):
    made = Init(1, 2)
    bound = made.pair
    assert bound(3, 4) == (1, 2, 3, 4)
    made.function = lambda a, b, c: (c, b, a)
    assert made.function(1, 2, 3) == (3, 2, 1)
for wrong in (lambda: Init(1), lambda: bound(1), lambda: made.function(1)):
    try:
        wrong()
    except TypeError:
        pass
    else:
        assert False


class Odd(staticmethod):
    def __get__(self, obj, cls):
        return lambda *a: ("odd", a)


class HasOdd:
    f = Odd(len)


for _ in range(3):
    assert call(HasOdd()) == ("odd", ()) and HasOdd.f(1) == ("odd", (1,))


# Loads, calls and stores of one name.
class Stored:
    def __init__(self, log):
        self.append = log.append


def store_then_call(cls, log):
    obj = cls([])
    obj.append = log.append
    obj.append(1)
    return log


for _ in range(3):
    assert store_then_call(Stored, []) == [1]
    assert store_then_call(type("Derived", (Stored,), {}), []) == [1]


# What a class holds and does not bind is called without the object.
class Outer:
    class Inner:
        def __init__(self, *args):
            self.args = args

    size = len

    def make(self):
        return self.Inner(1).args, self.size([1, 2])


for _ in range(3):
    assert Outer().make() == ((1,), 2)


# What is remembered of a class does not keep it alive.
import gc
import weakref


def cyclic():
    class Cyclic:
        table = {}

    Cyclic.table[Cyclic] = None
    return Cyclic.table and weakref.ref(Cyclic)


for _ in range(3):
    ref = cyclic()
    gc.collect()
    assert ref() is None
