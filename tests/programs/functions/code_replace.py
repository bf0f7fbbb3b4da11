"""Code objects: their fields, replace(), positions and lines, equality, and what refuses to change."""
import types


def sample(a, b, /, c, *rest, d=1, **more):
    "doc"
    e = a

    def inner():
        return e, c

    return inner


code = sample.__code__
print(code.co_name, code.co_qualname, code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_nlocals)
print(code.co_varnames, code.co_cellvars, code.co_freevars, code.co_names, code.co_consts[0])
for flag, name in ((1, "optimized"), (2, "newlocals"), (4, "varargs"), (8, "varkeywords"), (16, "nested"), (0x4000000, "docstring")):
    print(name, bool(code.co_flags & flag), end="; ")
print()
inner = sample(1, 2, 3)
print(inner.__code__.co_freevars, inner.__code__.co_qualname, bool(inner.__code__.co_flags & 16), [c.cell_contents for c in inner.__closure__])
renamed = code.replace(co_name="other", co_firstlineno=100)
print(renamed.co_name, renamed.co_firstlineno, renamed == code, code.replace() == code, hash(code.replace()) == hash(code))
function = types.FunctionType(renamed, {}, "given", (7,))
print(function.__name__, function.__defaults__, function.__qualname__, function.__module__)


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


attempt(lambda: setattr(code, "co_name", "x"))
attempt(lambda: code.replace(co_nothing=1))
attempt(lambda: types.FunctionType(inner.__code__, {}))
attempt(lambda: types.FunctionType(inner.__code__, {}, None, None, (types.CellType(1),)))
attempt(lambda: types.FunctionType(inner.__code__, {}, closure=(types.CellType("c"), types.CellType("e")))())
attempt(lambda: types.FunctionType(inner.__code__, {}, closure=(1, 2)))
attempt(lambda: types.FunctionType(code, None))
attempt(lambda: exec(inner.__code__))
attempt(lambda: exec(inner.__code__, {}, closure=inner.__closure__))
attempt(lambda: setattr(sample, "__code__", inner.__code__))
attempt(lambda: setattr(sample, "__code__", 5))
attempt(lambda: types.CellType().cell_contents)
attempt(lambda: types.CellType(1) < types.CellType(2))
sample.__code__ = (lambda *args: args).__code__
print(sample(1, 2), sample.__defaults__, sample.__kwdefaults__, sample.__name__)


def shown():
    x = 1
    return x


code = shown.__code__.replace(co_names=("own", "names"), co_cellvars=("cell",))
print(code.co_names, code.co_cellvars, code.co_varnames, code.co_nlocals)
shown.__code__ = code.replace(co_name="renamed")
print(shown(), shown.__code__.co_names, shown.__code__.co_cellvars)
