# What classes with unusual bases say when they are made, changed, copied and asked.
import collections
import collections.abc
import copy
import types
import typing


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e)


class A:
    pass


class S:
    __slots__ = "a", "b"


def subclasses():
    for base in bytearray, super, OSError, float, dict, frozenset, types.ModuleType, collections.deque, type, int:
        yield type("N", (base,), {})


for cls in subclasses():
    attempt(object.__new__, cls)


class Made(float):
    def __new__(cls):
        return object.__new__(cls)


attempt(Made)

# Other bases: first whether instances are freed alike, then what they look like.
for old in (A, S, collections.deque, types.SimpleNamespace, typing.Generic[typing.TypeVar("T")], collections.abc.Mapping, int, bytearray):
    for new in (object, A, S, collections.abc.Sized):
        cls = types.new_class("N", (old,))
        attempt(setattr, cls, "__bases__", (new,))


# Slots and another base that has a dict.
class Both(dict, A):
    __slots__ = "a"


print(sorted(vars(Both)))


def local():
    class Local(S):
        pass

    attempt(lambda: Local().a)


local()

# The names of slots are left where `copyreg` leaves them.
for cls in (Both, A, S, type("Empty", (A,), {"__slots__": ()})):
    instance = cls()
    attempt(lambda: [part if type(part) is dict else getattr(part, "__name__", part) for part in instance.__reduce_ex__(2)[:3]])
    print(cls.__dict__.get("__slotnames__"))


class Wrong:
    pass


Wrong.__slots__ = 1
attempt(copy.copy, Wrong())
attempt(copy.copy, types.ModuleType("m"))
attempt(copy.copy, type("M", (types.ModuleType,), {})("m"))
attempt(lambda: None.__reduce_ex__(2)[0].__name__)
attempt(super, 1)
attempt(type("N", (super,), {}), 1)
attempt(type, None, (), {})
attempt(type, "N", None, {})


class Refusing(staticmethod):
    def __setattr__(self, name, value):
        raise TypeError(name)


attempt(Refusing, len)


class Shown(bytearray):
    def __repr__(self):
        return "own"


print(str(Shown(b"ab")), repr(Shown(b"ab")), f"{Shown(b'ab')}")
