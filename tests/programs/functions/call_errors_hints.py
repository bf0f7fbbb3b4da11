"""What a call that cannot be made says: too many keywords, near misses of keywords, modules that are called."""

import itertools
import types


def check(call):
    try:
        print(call())
    except TypeError as error:
        print(error)


check(lambda: min(0, default=1, key=2, other=3))
check(lambda: max(0, other=3))
check(lambda: itertools.product(0, repeat=1, other=2))
check(lambda: itertools.product(0, other=2))
check(lambda: ImportError(namez="a"))
check(lambda: ImportError("text", name="a", path="b", name_from="c", other=4))
check(lambda: NameError(nam="a"))
check(lambda: AttributeError(objects=1))
module = types.ModuleType("mod")
check(lambda: module())
module.mod = 1
check(lambda: module(1, 2))
module.mod = len
check(lambda: module("x"))
check(lambda: module(*[1], x=2))
module.__name__ = 3
check(lambda: module())
