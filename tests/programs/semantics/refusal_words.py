# Counts of arguments, kinds of operands and orders of looking at them, in CPython's words.
import array
import cmath
import binascii
import itertools
import math
import operator
import re
import struct


def show(f):
    try:
        result = f()
        print(type(result).__name__, repr(result)[:120])
    except Exception as exc:
        print(type(exc).__name__, exc)


class Text(str):
    pass


class Number(int):
    def __str__(self):
        return Text("e")


class Items(list):
    def __add__(self, other):
        return "added"

    def __mul__(self, other):
        return "repeated"


class Table(dict):
    pass


a = array.array("i", [1])
for method, counts in (("tofile", (0, 2)), ("fromfile", (0, 1, 3)), ("extend", (0, 2))):
    for n in counts:
        show(lambda: getattr(a, method)(*range(n)))
for code in ("x", "é"):
    for initial in (None, 3, "ab", [], b"", array.array("w", "a")):
        show(lambda: array.array(code, initial))
w = array.array("w", "a")
w.byteswap()
show(lambda: repr(w))
show(w.tounicode)
b = bytearray(b"abc")
for value in (1j, 1, 1.5, "s", str, None, object(), [1], [256], ["a"], (1, 2)):
    show(lambda: b.__setitem__(slice(0, 1), value))
show(lambda: f"{Number(1)}")
show(lambda: format(Number(1), ""))
for f in (operator.iadd, operator.imul, operator.add, operator.mul, operator.iconcat, operator.concat):
    for left in (Items([1]), [1], range(2), (1,), 5, {}):
        for right in (2, [3], "s", range(2)):
            show(lambda: f(left, right))
for f in (operator.countOf, operator.indexOf):
    for items in (int | None, 5, object, [1]):
        show(lambda: f(items, 1))
for f in (itertools.combinations, itertools.combinations_with_replacement, itertools.permutations):
    for items in ("ab", 5):
        for r in (-1, 2**64, "a", None, 1.5):
            show(lambda: list(f(items, r))[:2])
show(lambda: list(itertools.combinations_with_replacement("", 2**62)))
for table in (Table(x=1), {"x": 1}, [("x", 1)], None):
    show(lambda: str.maketrans(table))
for base in (1 + 2j, -1, 0, 1, 2):
    show(lambda: cmath.log(0, base))
show(lambda: cmath.log(0))
for length in (None, 2**70, -1, "a", 1.5):
    show(lambda: (2**64).to_bytes(length))
for groups in (2**62, 2**31, -(2**31) - 1, "a", None):
    show(lambda: binascii.hexlify(b"ab", ":", groups))
show(lambda: math.perm(-1, 2.0))
show(lambda: math.perm(-1, 2))
m = re.match("(a)", "a")
for template in (bytearray(b"abc"), memoryview(b"a"), Text("x"), Text(r"\1x"), [], {}, None, 5, b"q"):
    show(lambda: m.expand(template))
    show(lambda: re.sub("a", template, "xa"))
    show(lambda: re.sub(b"a", template, b"xa"))
s = struct.Struct("<hb")
for buffer, offset in ((b"abcd", "x"), ("s", "x"), (b"abcd", None), (b"abcd", 9), (None, None)):
    show(lambda: s.unpack_from(buffer, offset))
for args in ((b"x", "y", 0, 1, "r"), ("utf-8", "y", "a", 1, "r"), ("utf-8", b"y", 0, "a", "r"), ("u", 5, 0, 1, 5), ("u", 5, 0, 1, "r")):
    show(lambda: UnicodeDecodeError(*args))
    show(lambda: UnicodeEncodeError(*args))


class Named(float):
    def __fspath__(self):
        return "/nonexistent/s"


class Path:
    def __repr__(self):
        return "Path()"

    def __fspath__(self):
        return "/nonexistent/s"


import io

for file in (1.5, Named(), Path(), 1j, None):
    show(lambda: open(file))
    show(lambda: io.FileIO(file))
show(lambda: math.comb(-1, 2.0))
for text in ("1j0", "1j2", "1jx", "1.5j0", "1j if 1 else 2", "1e5j9"):
    show(lambda: eval(text))
nan = float("nan")
for f in (cmath.sinh, cmath.cosh, cmath.tanh, cmath.sin, cmath.cos, cmath.tan):
    for z in (complex(0.0, nan), complex(-0.0, nan), complex(nan, 0.0), complex(nan, -0.0), complex(nan, nan)):
        show(lambda: f(z))
import collections

for start, step in ((True, 1), (Number(3), 1), (True, True), (True, 2), (2**70, 1), (Number(3), 1.0)):
    show(lambda: [type(n).__name__ for n in itertools.islice(itertools.count(start, step), 3)])
for maxlen in (-(2**63) - 1, 2**63, -1, "a", 1.5):
    show(lambda: collections.deque([1], maxlen))
