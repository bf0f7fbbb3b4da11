"""What an AttributeError tells beside its text: `name` and `obj` are set where nothing by that name was found at all."""
import functools
import re


class A:
    b = 1

    def m(self):
        pass


class L(list):
    pass


class M(type):
    a = 1

    def __getitem__(cls, i):
        return i if i < 3 else [][0]


class N(metaclass=M):
    pass


def told(call, *args):
    try:
        print(call.__name__, args[1:], call(*args))
    except AttributeError as e:
        print(call.__name__, args[1:], e, "|", e.name, type(e.obj).__name__)
    except Exception as e:
        print(call.__name__, args[1:], repr(e))


with_dict = A()
with_dict.__dict__
for obj in (A(), with_dict, L(), ValueError(), object(), A, N, 5, [], range(3), A().m, A.m, functools, property(), M):
    for name in ("zz", "b", "m", "real", "append", "start", "__self__", "__globals__", "fget", "a"):
        told(delattr, obj, name)
    told(getattr, obj, "zz")
told(setattr, 5, "real", 1)
told(setattr, 5, "zz", 1)
told(setattr, [], "append", 1)
told(setattr, range(3), "start", 1)
told(setattr, A(), "__weakref__", 1)

# The module belongs to the name of a native class.
import collections, datetime, io, itertools
for cls in (collections.deque, functools.partial, io.BytesIO, datetime.date, itertools.count, re.Pattern, OSError, int):
    told(getattr, cls, "foo")
    told(object.__delattr__, cls, 1)
    told(object.__setattr__, cls, "foo", 1)

# What the metaclass has makes a class a sequence.
print(list(N), 2 in N, 5 in N, next(iter(N)), [*N])
told(reversed, N)

# `object`'s ways of looking up find what lies in a class itself.
A.late = 7
print(object.__getattribute__(A, "late"), type(object.__getattribute__(N, "__dict__")).__name__)


class R:
    def __getattribute__(self, name):
        print("asked for", name)
        return super().__getattribute__(name)


print(R().__reduce_ex__(2)[0].__name__)
for cls in (A, int, type(None)):
    obj = cls()
    try:
        obj.__class__ = cls
        print("stays", cls.__name__)
    except TypeError as e:
        print(e)
