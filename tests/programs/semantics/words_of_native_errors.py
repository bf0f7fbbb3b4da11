# How operations on native objects say that they are not possible.
import decimal
import io
import operator
import re
import zlib


class Plain:
    pass


def shown(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


for obj in [re.match("a", "a"), re.compile("a"), zlib.decompressobj(), decimal.Decimal(1), Plain(), 1, None, int]:
    shown(operator.delitem, obj, 1)
    shown(operator.delitem, obj, 2**70)
    shown(operator.delitem, obj, "x")
    shown(operator.imul, obj, "x" if obj != 1 else [])
    shown(operator.imul, obj, {})
for obj in [[], (), "", b"", bytearray()]:
    for name in ["__mul__", "__rmul__"]:
        shown(getattr(obj, name), 2**70)
        shown(getattr(obj, name), -2**70)
        shown(getattr(obj, name), "x")
shown(property().__set_name__, bogus=1)
shown(memoryview(b"").__exit__, bogus=1)
shown(io.BytesIO().__exit__, bogus=1)
shown(re.match("", "").group, bogus=1)
shown(re.match("", "").groups, bogus=1)
shown(b"".__buffer__)
shown({}.__contains__)
shown([].__getitem__, 1, 2)
shown({}.__getitem__, key=1)
shown(set().__contains__, 1, 2)
