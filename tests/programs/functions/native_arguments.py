"""What native functions say of wrong arguments: whose method it was, what is missing before what is unknown."""
import inspect
import types


def message(error, f, *args, **kwargs):
    try:
        f(*args, **kwargs)
    except error as e:
        return str(e)
    raise AssertionError("nothing raised")


class L(list):
    pass


assert message(TypeError, L().append) == "L.append() takes exactly one argument (0 given)"
assert message(TypeError, True.is_integer, 1) == "bool.is_integer() takes no arguments (1 given)"
assert message(TypeError, list.append, []) == "list.append() takes exactly one argument (0 given)"
assert message(TypeError, None.__format__) == "NoneType.__format__() takes exactly one argument (0 given)"
assert None.__format__("") == "None"
assert message(TypeError, (5).__format__, None) == "__format__() argument must be str, not None"
assert message(TypeError, "a".removesuffix, 1) == "removesuffix() argument must be str, not int"
assert message(TypeError, types.MappingProxyType, 1, 2) == "mappingproxy() takes at most 1 argument (2 given)"
assert message(TypeError, reversed) == "reversed expected 1 argument, got 0"
assert message(TypeError, int, 1, 2, 3) == "int expected at most 2 arguments, got 3"
assert message(TypeError, str, 1, 2, 3, 4) == "str expected at most 3 arguments, got 4"
assert message(TypeError, types.SimpleNamespace().__replace__, 1) == "__replace__() takes no positional arguments"
assert message(TypeError, types.FunctionType, zz=1) == "function() missing required argument 'code' (pos 1)"
assert message(TypeError, int.__add__.__get__, "a") == "descriptor '__add__' for 'int' objects doesn't apply to a 'str' object"
assert iter([]).__init__(1, 2) is None
assert message(TypeError, int.__new__, bool, 0) == "int.__new__(bool) is not safe, use bool.__new__()"
assert message(TypeError, property().__set_name__, 1) == "__set_name__() takes 2 positional arguments but 1 were given"
for f in (str.find, bytes.startswith):
    assert message(ValueError, inspect.signature, f).endswith("builtin has invalid signature")
assert str(inspect.signature(dict.fromkeys)) == "(iterable, value=None, /)"


class S(str):
    pass


class Text:
    def __str__(self):
        return S("s")

    def __repr__(self):
        return S("r")


assert type(str(Text())) is S and type(repr(Text())) is S and type(ascii(Text())) is S
assert float.fromhex("0x1p3") == 8.0 and (-0.0) ** float("-inf") == float("inf")
nan = float("nan")
assert hash(nan) == object.__hash__(nan)


class Eight(str):
    def __float__(self):
        return float(str(self)) + 1


assert float(Eight("8")) == 9.0

if 0:
    for a in (1, 2):
        for b in undefined(a):
            print([c for c in undefined(b)])


class Documented(property):
    """A class"""


assert Documented(lambda self: 1).__doc__ is None


class Slotted(property):
    """A class"""
    __slots__ = ()


Slotted(doc="dropped")
def getter(self):
    """A getter"""
message(AttributeError, Slotted, getter)
