"""Fields of native types are member descriptors; classes see each other's layouts, bases and metaclasses as they should."""
import types
import warnings

for cls, name in [(slice, "start"), (range, "step"), (property, "fget"), (complex, "real"), (super, "__self__"),
                  (type, "__base__"), (types.FunctionType, "__globals__"), (types.MethodType, "__func__"),
                  (classmethod, "__wrapped__"), (OSError, "errno"), (types.CodeType, "co_name")]:
    field = cls.__dict__[name]
    assert type(field) is types.MemberDescriptorType, (cls, name)
    assert field.__objclass__ is cls and field.__name__ == name
    assert repr(field) == f"<member '{name}' of '{cls.__name__}' objects>", repr(field)
assert type(int.__dict__["real"]) is types.GetSetDescriptorType
try:
    slice(1).start = 2
except AttributeError as e:
    assert str(e) == "readonly attribute"
else:
    raise AssertionError

# All native classes are subclasses of object.
for cls in (int, str, tuple, dict, list, float, type, types.FunctionType):
    assert cls in object.__subclasses__(), cls


def message(error, f, *args):
    try:
        f(*args)
    except error as e:
        return str(e)
    raise AssertionError("nothing raised")


assert message(TypeError, int().__pow__) == "expected 1 or 2 arguments, got 0"
assert message(TypeError, [].__setitem__, 1) == "__setitem__ expected 2 arguments, got 1"
assert message(TypeError, property().__get__) == "__get__ expected at least 1 argument, got 0"


class Base:
    pass


class Meta(Base, type):
    pass


class OfMeta(metaclass=Meta):
    pass


assert type(OfMeta.__dict__) is types.MappingProxyType
assert message(AttributeError, setattr, OfMeta, "__dict__", {}) == "attribute '__dict__' of 'type' objects is not writable"


class Incomplete(type):
    def mro(cls):
        if cls.__mro__ is None and cls.__name__ == "A":
            text = message(TypeError, type, "X", (cls,), {})
            assert text == "Cannot extend an incomplete type 'A'", text
        return type.mro(cls)


class A(metaclass=Incomplete):
    pass


class SlotsAB:
    __slots__ = ["a", "b"]


class SlotsBA:
    __slots__ = ["b", "a"]


class MoreAB(SlotsAB):
    __slots__ = ["e"]


class MoreBA(SlotsBA):
    __slots__ = ["e"]


x = SlotsAB()
x.__class__ = SlotsBA
message(TypeError, setattr, MoreAB(), "__class__", MoreBA)

# A metaclass need not be derived from type.
class NotType:
    def __new__(cls, *args, **kwargs):
        return super().__new__(cls)


class DerivedNotType(NotType):
    pass


class P(metaclass=NotType):
    pass


class Q(metaclass=DerivedNotType):
    pass


class R(P, Q):
    pass


assert type(R) is DerivedNotType

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    type("Odd", (), {1: 2})
assert str(caught[0].message) == "non-string key in the __dict__ of class Odd"

# pow() with three arguments goes by reflected methods too.
class Power(int):
    def __rpow__(self, other, mod=None):
        return ("rpow", other, mod)


assert pow(2, Power(3), 5) == ("rpow", 2, 5)
assert pow(2, 3, Power(5)) == 3

# Bases that are assigned while they are being assigned.
class Reentrant(type):
    def mro(cls):
        if ready:
            if cls.__name__ == "B1":
                B2.__bases__ = (B1,)
            if cls.__name__ == "B2":
                B1.__bases__ = (B2,)
        return type.mro(cls)


ready = False


class Root(metaclass=Reentrant):
    pass


class B1(Root):
    pass


class B2(Root):
    pass


ready = True
assert message(TypeError, setattr, B1, "__bases__", B1.__bases__ + ()) == "a __bases__ item causes an inheritance cycle"
