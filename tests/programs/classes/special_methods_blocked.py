"""super() by other names, special methods that are None or not to be bound, keywords for the other constructor."""
import copy
import pickle
import types


def raises(error, f, *args, **kwargs):
    try:
        f(*args, **kwargs)
    except error as e:
        return str(e)
    raise AssertionError("nothing raised")


class Base:
    name = "base"


class C(Base):
    def own_class(self):
        return super().__class__

    def get(self):
        return super().name

    def cell(self):
        return super()


assert C().own_class() is super
assert C().get() == "base"


class MySuper:
    def __init__(self, *args):
        self.name = len(args)


super_, globals()["super"] = super, MySuper
assert C().get() == 0
del globals()["super"]

closure = (lambda k: lambda: k)(C()).__closure__[0]
raises(TypeError, C.cell, closure)


class Eq:
    def __eq__(self, other):
        return True


class Blocked(Eq):
    __eq__ = None


assert raises(TypeError, Eq().__class__.__eq__, Eq()) and Eq() == Eq()
assert raises(TypeError, lambda: Eq() == Blocked()) == "'NoneType' object is not callable"


class Unbindable:
    @property
    def __eq__(self):
        raise AttributeError("no")


assert Unbindable() != Unbindable()


class Wrong(int):
    __eq__ = str.__eq__
    __add__ = str.__add__


raises(TypeError, lambda: Wrong() == Wrong())
raises(TypeError, lambda: Wrong() + Wrong())


class Keywords(tuple):
    def __init__(self, items, extra=None):
        self.extra = extra


assert Keywords([1], extra=2).extra == 2 and raises(TypeError, tuple, [1], extra=2) == "tuple() takes no keyword arguments"


class WithState(frozenset):
    pass


for cls in (WithState, type("L", (list,), {}), type("B", (bytearray,), {})):
    globals()[cls.__name__] = cls
    cls.__module__, cls.__qualname__ = __name__, cls.__name__
    obj = cls([1, 2])
    obj.x = [3]
    assert copy.copy(obj).x == [3]
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(obj, protocol)).x == [3]

# Code of a module as a function works on the globals.
namespace = {}
types.FunctionType(compile("x = 1\ny = x", "", "exec"), namespace)()
assert namespace == {"x": 1, "y": 1} or namespace.pop("__builtins__", None) is not None

raises(UnicodeEncodeError, type, "A\udcdc", (), {})
assert raises(TypeError, types.UnionType.__new__, types.UnionType) == "cannot create 'typing.Union' instances"
assert (int | str).__module__ == "typing"
raises(TypeError, iter, int | str)
raises(TypeError, lambda: None | None)
assert range(-2**63 + 1, 2**63 - 1)[2**63:2**63 + 1][0] == 1
assert slice(None, 2**70).indices(2**80) == (0, 2**70, 1)


class Always:
    def __eq__(self, other):
        return True


assert range(10).count(Always()) == 10
