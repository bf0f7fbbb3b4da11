"""Attributes at sites that have seen them before: beyond the slots of the instance, of native objects, beside `__getattr__`."""
import functools
import io


# Attributes that the class says nothing of, of its first instance and of later ones.
class Plain:
    pass


first = Plain()
NAMES = [f"a{i}" for i in range(12)]
for name in NAMES:
    setattr(first, name, 0)
later = Plain()
for name in NAMES:
    setattr(later, name, 0)


def count(obj):
    for i in range(5):
        obj.a0 += 1
        obj.a3 += 1
        obj.a4 += 1
        obj.a9 += i
        obj.a11 = obj.a9
    return obj.a0, obj.a3, obj.a4, obj.a9, obj.a11


for obj in first, later, first:
    print(count(obj))
del first.a9
try:
    count(first)
except AttributeError as e:
    print(e)
first.a9 = 100
print(count(first), count(later))


def grow(obj):
    obj.x = 1
    obj.y = 2
    obj.z = 3
    obj.u = 4
    obj.v = 5
    obj.w = 6
    return vars(obj)


class Grown:
    pass


for _ in range(3):
    print(grow(Grown()))


# Methods of native objects that may have attributes of their own.
class Written(io.StringIO):
    pass


def written(out):
    out.write("x")
    return out.getvalue()


for kind in io.StringIO, Written:
    a, b = kind(), kind()
    print([written(out) for out in (a, b, a)])
    try:
        a.write = lambda text: None
    except AttributeError as e:
        print(e)
    print([written(out) for out in (a, b, a)])
    if kind is Written:
        del a.write
        print([written(out) for out in (a, b, a)])


def called(f):
    return f.func, f.args


partial = functools.partial(len, "ab")
print([called(partial) for _ in range(3)])
partial.other = 1
print(called(partial), partial.other)


def noted(e):
    e.add_note("n")
    return len(e.__notes__)


e, f = ValueError(1), ValueError(2)
print([noted(x) for x in (e, f, e, e)])
f.add_note = lambda note: None
print([noted(x) for x in (e, f, e)])


# Classes with `__getattr__`: what is there is found first.
class Fallback:
    kind = "class"

    def __init__(self):
        self.own = 1

    def __getattr__(self, name):
        return "fallback " + name

    @property
    def broken(self):
        raise AttributeError("broken")

    @property
    def whole(self):
        return "whole"

    def method(self):
        return "method"


def ask(obj):
    return obj.own, obj.kind, obj.missing, obj.broken, obj.whole, obj.method()


x, y = Fallback(), Fallback()
for obj in x, y, x:
    print(ask(obj))
del x.own
print(ask(x), ask(y))
y.missing = "there"
y.method = lambda: "own method"
print(ask(x), ask(y))
Fallback.kind = "changed"
del Fallback.__getattr__
try:
    ask(x)
except AttributeError as e:
    print(e)
x.own = x.missing = 0
try:
    ask(x)
except AttributeError as e:
    print(e)


class Everything:
    there = 1

    def __getattribute__(self, name):
        if name == "gone":
            raise AttributeError(name)
        return "all " + name

    def __getattr__(self, name):
        return "fallback " + name


def everything(obj):
    return obj.there, obj.gone, obj.other


print([everything(Everything()) for _ in range(3)])


class Loud:
    def __getattr__(self, name):
        raise AttributeError(f"no {name}") from None


try:
    Loud().thing
except AttributeError as e:
    print(e, e.name, e.__context__)


# An exception raised again by what cleans up after a handler keeps its line.
def chain():
    try:
        try:
            raise KeyError(1)
        except KeyError as e:
            raise ValueError(2) from e
    except TypeError:
        pass


for _ in range(2):
    try:
        chain()
    except ValueError as e:
        tb = e.__traceback__.tb_next
        print(repr(e), repr(e.__cause__), tb.tb_lineno - chain.__code__.co_firstlineno, tb.tb_next)
