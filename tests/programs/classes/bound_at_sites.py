"""Sites that bind methods, call what is bound, or enter `__getitem__`, while classes and instances change under them."""

import sys
import traceback


class Box:
    def __init__(self, items):
        self.items = items

    def __getitem__(self, index):
        return self.items[index]

    def get(self, index, default=None):
        return self.items[index] if index < len(self.items) else default

    def two(self, a, b):
        return a, b, self.items


def load(obj):
    return obj.get


def item(obj, key):
    return obj[key]


def call(function, *args):
    function_in_a_local = function
    match len(args):
        case 0:
            return function_in_a_local()
        case 1:
            return function_in_a_local(args[0])
        case _:
            return function_in_a_local(args[0], args[1])


box, other = Box([1, 2, 3]), Box("xyz")
for _ in range(3):
    assert load(box)(1) == 2 and load(other)(1) == "y" and load(box) == box.get and load(box) is not load(box)
    assert call(box.two, 5, 6) == (5, 6, [1, 2, 3]) and call(box.get, 7) is None and call(box.get, 7, 8) == 8
    assert item(box, 0) == 1 and item(other, -1) == "z" and item({4: 5}, 4) == 5 and item("añb", 1) == "ñ"
    assert item("abc", -3) == "a" and item("abc", True) == "b" and item("é", 0) == "é" and item((), slice(2)) == ()
box.get = len  # An attribute of the instance hides the method.
assert load(box) is len and load(other)(0) == "x"
del box.get
assert load(box)(0) == 1
Box.get = property(lambda self: "property")
assert load(box) == "property"
Box.get = staticmethod(lambda: "static")
assert load(box)() == "static"
Box.get = 7
assert load(box) == 7
appends = [].append, set().add, {}.get
for obj, name in ([], "append"), ({1}, "add"), ({}, "get"), ("", "join"), (b"", "join"), (1.5, "hex"):
    assert getattr(obj, name).__self__ is obj


def load_append(obj):
    return obj.append


class Listed(list):
    pass


plain, listed = [], Listed()
for _ in range(3):
    load_append(plain)(1)
    load_append(listed)(2)
listed.append = lambda item: print("own", item)
load_append(listed)(3)
load_append(Listed())(4)
print(plain, listed)


class Deep:
    def __getitem__(self, n):
        return self[n - 1] if n else sys._getframe().f_code.co_qualname


print(Deep()[50])
try:
    Deep()[10**9]
except RecursionError as error:
    print(error)


class Fails:
    def __getitem__(self, key):
        raise LookupError(key)

    def method(self, key):
        return self[key]


for failing in (lambda: Fails()["k"], lambda: call(Fails().method, 1), lambda: call(Fails().method), lambda: call(Fails().method, 1, 2)):
    try:
        failing()
    except (LookupError, TypeError) as error:
        print(type(error).__name__, error, [frame.name for frame in traceback.extract_tb(error.__traceback__)])


class Yields:
    def __getitem__(self, key):
        yield key

    async def method(self):
        pass


print(list(Yields()[3]), [*(x for x in Yields()[4])])
coroutine = call(Yields().method)
print(type(coroutine).__name__, coroutine.close())
Fails.__getitem__ = lambda self, key, more="more": (key, more)
print(Fails()[1], call(Fails().method, 2))
Fails.__getitem__ = lambda self, *keys: keys
print(Fails()[1, 2])
Fails.__getitem__ = classmethod(lambda cls, key: (cls.__name__, key))
print(Fails()[3])
Fails.__getitem__ = None
try:
    Fails()[4]
except TypeError as error:
    print(error)
del Fails.__getitem__
try:
    Fails()[4]
except TypeError as error:
    print(error)


class Index(int):
    pass


big, nan = 10**30, float("nan")
one, another = Index(1), Index(1)
print(one is another, one is not another, one == another, big is big, nan is nan, [] is [], "a" == Index(1), "a" != "b", "a" != "a")
print([a for a in (one, big, nan, "s", None) if a is one or a is big or a is nan])


class Claims:
    __class__ = property(lambda self: int)


print(isinstance(Claims(), int), isinstance(Claims(), Claims), isinstance(Claims(), str), isinstance([], int), isinstance(1, str))


def trace(frame, event, arg):
    if event in ("call", "return"):
        print(event, frame.f_code.co_name, arg)
    return trace


twice = Box([[5]])
sys.settrace(trace)
twice[0]
call(twice.two, 1, 2)
sys.settrace(None)
