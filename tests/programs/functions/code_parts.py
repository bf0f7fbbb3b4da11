"""Code objects from their attributes, by the constructor and by replace(), and through marshal."""
import marshal
import sys
import types
import warnings

NAMES = ("argcount posonlyargcount kwonlyargcount nlocals stacksize flags code consts names varnames filename name qualname "
         "firstlineno linetable exceptiontable freevars cellvars").split()


def parts(code):
    return [getattr(code, "co_" + name) for name in NAMES]


def everything(a, b=2, *args, c, d=4, **kwargs):
    "doc"
    listed = [i * a for i in range(b)]

    def inner():
        return listed, a, kwargs

    try:
        return inner(), args, c, d, len(listed)
    finally:
        del listed


def counting(n):
    for i in range(n):
        got = yield i
        if got:
            return got


class Class:
    def method(self):
        return __class__.__name__


async def waiting():
    async with foo() as bar:
        return bar


for function in (everything, counting, Class.method, waiting, parts):
    code = function.__code__
    again = types.CodeType(*parts(code))
    assert again == code and hash(again) == hash(code) and parts(again) == parts(code)
    assert list(again.co_positions()) == list(code.co_positions()) and list(again.co_lines()) == list(code.co_lines())
    read = marshal.loads(marshal.dumps(again))
    assert read == code and read.co_consts == code.co_consts
    assert code.replace() == code

made = types.FunctionType(types.CodeType(*parts(everything.__code__)), globals(), "made", (2,), None, {"d": 4})
print(made(3, c=1, z=2), made.__doc__)
made = types.FunctionType(types.CodeType(*parts(counting.__code__)), globals())
print(list(made(3)))


def constant():
    return 1, "x"


consts = tuple((7, []) if isinstance(c, tuple) else c for c in constant.__code__.co_consts)
constant.__code__ = constant.__code__.replace(co_consts=consts)
print(constant(), constant()[1] is constant()[1])
try:
    marshal.dumps(constant.__code__.replace(co_consts=consts + (object(),)))
except ValueError as error:
    print(error)
module = compile("x = 1\nclass C:\n  y: int\n  def z(self): return self.y\nprint(C, x)\n", "given", "exec")
exec(types.CodeType(*parts(module)))
exec(module.replace(co_name="other", co_filename="elsewhere", co_firstlineno=7))


def fails():
    raise ValueError(sys._getframe().f_lineno)


fails.__code__ = fails.__code__.replace(co_filename="renamed", co_name="other", co_qualname="some.other")
try:
    fails()
except ValueError as error:
    code = error.__traceback__.tb_next.tb_frame.f_code
    print(code.co_filename, code.co_name, code.co_qualname, error.args[0] == error.__traceback__.tb_next.tb_lineno)
fails.__code__ = fails.__code__.replace(co_linetable=b"\xf8")
try:
    fails()
except ValueError as error:
    print(error.args[0])

for change in [{"co_nlocals": 99}, {"co_code": b"abc"}, {"co_name": 1}, {"co_consts": []}, {"co_argcount": -1}, {"co_code": "x"},
               {"foo": 1}, {"co_argcount": "x"}]:
    try:
        everything.__code__.replace(**change)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
arguments = parts(everything.__code__)
for i, value in [(6, "x"), (7, []), (10, b"x"), (11, None), (14, ""), (16, [])]:
    try:
        types.CodeType(*arguments[:i], value, *arguments[i + 1:])
    except TypeError as error:
        print(error)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    everything.__code__.co_lnotab
print(caught[0].message)
