"""Assigning __class__ and __dict__: which layouts fit, and the words when they do not."""
import types


class A:
    def name(self):
        return "A"


class B:
    def name(self):
        return "B"


class Slotted:
    __slots__ = ("x",)


class SameSlots:
    __slots__ = ("x",)


class OtherSlots:
    __slots__ = ("y",)


def attempt(action):
    try:
        print("ok", action())
    except Exception as error:
        print(type(error).__name__, error)


def become(value, cls):
    value.__class__ = cls
    return type(value).__name__


a = A()
print(become(a, B), a.name())
attempt(lambda: become(a, Slotted))
attempt(lambda: become(Slotted(), SameSlots))
attempt(lambda: become(Slotted(), OtherSlots))
attempt(lambda: become(a, int))
attempt(lambda: become(5, A))
attempt(lambda: become(a, "A"))
attempt(lambda: delattr(a, "__class__"))
attempt(lambda: setattr(a, "__dict__", 3))
attempt(lambda: setattr(Slotted(), "__dict__", {}))
a.__dict__ = {"fresh": 1}
print(a.fresh, vars(a))
del a.__dict__
print(a.__dict__)
shared = {"k": 1}
first, second = A(), A()
first.__dict__ = second.__dict__ = shared
first.new = 2
print(second.new, shared)


class Noisy(types.ModuleType):
    def __getattr__(self, name):
        return "computed " + name


module = types.ModuleType("m")
module.__class__ = Noisy
print(module.anything)


class Liar:
    @property
    def __class__(self):
        return int


print(isinstance(Liar(), int), type(Liar()).__name__, issubclass(Liar, int))
