"""What has a quick way in the runtime comes out as it does without one: at borders, in subclasses, and where things change."""

import array
import binascii
import collections
import math


def outcome(function, *args):
    try:
        return function(*args)
    except Exception as exc:
        return f"{type(exc).__name__}: {exc}"


def while_changed(container, change):
    found = []
    for item in container:
        found.append(item)
        if len(found) == 2:
            change()
        if len(found) > 6:
            break
    return found


print("iterators")
items = [1, 2, 3, 4]
backwards = reversed(items)
print(next(backwards), items.clear(), list(backwards), next(backwards, "end"))
backwards = reversed(items)
items.extend("xyz")
print(list(backwards))
array_of_bytes = bytearray(b"abc")
print(while_changed(array_of_bytes, lambda: array_of_bytes.extend(b"de")), list(iter(b"\x00\xff")))
numbers = {1, 2, 3}
print(outcome(while_changed, numbers, lambda: numbers.add(99)), outcome(next, iter(set())))
numbers = iter({7, 8})
print(numbers.__length_hint__(), next(numbers), numbers.__length_hint__(), list(numbers), list(numbers), numbers.__length_hint__())


class Set(set):
    def __iter__(self):
        return iter("own")


class Bytes(bytes):
    def __iter__(self):
        return iter("own")


print(list(Set([1])), list(Bytes(b"x")), sorted(set(Set([1])), key=str), list(set(b"aa")), list(frozenset()), [*b"ab"])
ordered = collections.OrderedDict(a=1, b=2)
print(outcome(while_changed, ordered, lambda: ordered.move_to_end("a")))

print("sets")
many, more = set(range(1_000)), set(range(999, 2_000))
print(many.isdisjoint(more), more.isdisjoint(many), many.isdisjoint({-1}), {-1}.isdisjoint(many), set().isdisjoint(set()))
copy = many.copy()
copy.discard(3)
again = copy.copy()
again.add(3)
print(len(copy), len(again), again == many, [len(set(range(n)).copy()) for n in (0, 1, 4, 5, 8, 19, 20, 31)])
again.__init__("ab")
print(sorted(again), again.__init__(), again)

print("bytes")
for given in ([1, 2, 255], [256], [-1], [True], [1.5], ["a"], (0,), [10**30], [], [1, None]):
    print(given, outcome(bytes, given), outcome(bytearray, given))
print(bytes(memoryview(b"abcdef")[::2]), bytearray(memoryview(b"abcdef")[4:]), bytes(array.array("H", [1])), bytearray(bytearray(b"x")))
released = memoryview(b"abc")
released.release()
print(outcome(bytes, released), outcome(bytearray, released))
print(b"\x01\xab\xcd".hex(), b"\x01\xab\xcd".hex("-"), b"\x01\xab\xcd\xef\x09".hex(":", 2), b"\x01\xab\xcd\xef\x09".hex(":", -2))
print(b"".hex("-"), b"a".hex(":", 5), b"abc".hex(":", 0), memoryview(b"abc").hex("_", 2), binascii.hexlify(b"abcd", "-", -3))
for text in ("0aFf", " 0a\tFf ", "0", "0 a", "zz", "é0", "0é", "0a0", ""):
    print(repr(text), outcome(bytes.fromhex, text), outcome(binascii.unhexlify, text))
print(binascii.crc32(b"hello"), binascii.crc32(b"lo", binascii.crc32(b"hel")), binascii.crc32(b""), binascii.crc32(b"x" * 1_000, 7))

print("memoryview")
target = bytearray(range(10))
view = memoryview(target)
view[2:6] = view[0:4]
print(target.hex(), list(view[::3]), view[::-2].tolist(), view[1:3].tobytes(), view.format, view.cast("H").format)
view[1:9:2] = view[0:8:2]
print(target.hex(), view[:3] == b"\x00\x00\x00", view[::2] == view[::2], view[:0].tolist(), view[:0].tobytes())
walk = iter(view)
print(next(walk), next(walk), view.release(), outcome(next, walk))
print(memoryview(array.array("i", [-1, 70_000])).tolist(), list(memoryview(array.array("d", [0.5]))), memoryview(b"abcd").cast("B", [2, 2]).tolist())

print("codecs")
for text in ("", "plain", "größe", "жизнь 日本", "a\U0001f600b", "x\ud800y"):
    for name in ("utf-16-le", "utf-16-be", "utf-16", "utf-32-le", "utf-32-be", "cp1252", "cp1251", "unicode-escape", "latin-1"):
        encoded = outcome(text.encode, name)
        print(ascii(text), name, encoded, outcome(str, encoded, name) == text if isinstance(encoded, bytes) else "")
print("größe ж".encode("cp1251", "replace"), "größe ж".encode("cp1251", "xmlcharrefreplace"), "日本".encode("cp1252", "ignore"))
print(outcome("a日本b".encode, "cp1252"), b"\x81abc".decode("cp1252", "replace"), outcome(b"a\x81".decode, "cp1252"))
import codecs

for mapping in ({97: 98}, {97: b"xy", 98: None}, {97: 300}, {97.0: 65}, {97: True}, {}):
    print(mapping, outcome(codecs.charmap_encode, "aab", "replace", mapping), outcome(codecs.charmap_encode, "a", "strict", mapping))
print(codecs.charmap_decode(b"abc", "strict", "".join(map(chr, range(256)))[::-1][128:] + "x" * 128), codecs.charmap_decode(b"ab", "strict", "x" * 128))
print(outcome(codecs.charmap_decode, b"ab", "strict", "x" * 98))
print("tab\tnew\nback\\slash é \x7f ж".encode("unicode-escape"), b"plain".decode("ascii"), outcome(b"pl\xe9".decode, "ascii"))

print("text")
for text in ("größe жизнь 日本 \U0001f600", "ж" * 100 + "日" * 50 + "z"):
    print(text[::-1], text[::2], text[::-3], text[1:9:2], text[9:1:-2], text[5:5:-1], text.strip("gz"), text.count("ж"), text.find("日"), text.rfind("ж"))
print("жжж".count("жж"), "abcabc".count("bc"), "abc".count("abcd"), "abc".find("bcd"), " größe ".strip(), "\u2003ж\u2003".strip())

print("numbers")
print(complex(1, 2), complex(1.5), complex(), complex(imag=2), complex(real=1, imag=-0.0), complex(True, False), outcome(complex, "1", 2))
print(outcome(complex, 1, "2"), outcome(complex, None, 1), complex(10**30, 1), complex(2**61 - 1, 0), complex(float("inf"), 1), type(type("C", (complex,), {})(1, 2)).__name__)
print(math.prod([2, 3.5]), math.prod([2**40, 2**40]), math.prod([1e300, 1e300]), math.prod([]), math.prod([2], start=1.5), math.prod(["a", 2], start=1), math.prod([0.0, -1]))
print(math.prod([True, 3]), math.prod([-(2**61), 2]), math.fsum([1, 0.5, True]), outcome(math.fsum, ["x"]))

print("containers")
for n in range(5):
    letters = list("abcd"[:n])
    letters.reverse()
    print(letters, end=" ")
print()


class Pair(tuple):
    def __iter__(self):
        return iter("kv")


print(dict([("a", 1), ["b", 2], "cd", Pair(("e", 3))]), outcome(dict, [(1, 2, 3)]), outcome(dict, [(1,)]), outcome(dict, [1]), outcome(dict, [([], 1)]))
both = collections.deque([float("nan"), 1])
print(both == both, both != both, both < both, both <= both, both == both.copy())
print(array.array("h", [1, -2]).tobytes(), array.array("B").tobytes(), outcome(array.array, "B", [256]), outcome(array.array, "B", [1, "x"]))

print("pairs")
left, right = [1, 2, 3, 4], ["a", "b", "c"]
print(dict(zip(left, right)), dict(enumerate("xy", 5)), dict({1: 2}.items()), dict(zip(left, left)), dict(zip(iter("ab"), b"cd")))
one = iter(left)
print(dict(zip(one, one)), dict(zip(right, range(9), strict=False)), outcome(dict, zip(left, right, strict=True)), outcome(dict, zip(left, right, left)))


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        left.pop()
        return 1

    def __eq__(self, other):
        return False


print(len(dict(zip(map(Key, range(9)), left))), left)
grown = {1: 1}
print(outcome(grown.update, ((k + 1, v) for k, v in grown.items())), grown, dict(grown.items()), outcome(dict.fromkeys, {1: 2, 3: 4}, []))


def keywords(**kwargs):
    made = dict(**kwargs)
    made["z"] = 1
    return kwargs, made, dict(made, **kwargs), dict({}, **kwargs)


print(keywords(a=1, b=2), keywords(), dict(**{"a": 1}) | dict(b=2), type("D", (dict,), {})(x=1), collections.OrderedDict(x=1))
made = dict(a=1)
made.__init__(a=2, b=3)
print(made, dict.fromkeys({"b": 1, "a": 2}, 0), dict.fromkeys({}, 0))

print("deques")
for size in (0, 1, 7, 8, 9, 16):
    ring = collections.deque(range(size))
    for n in (1, -3, 20, -size, 0):
        ring.rotate(n)
        print(list(ring), end=" ")
    ring.extend(range(3)), ring.appendleft("l"), ring.rotate(2), ring.extend((7, 8)), ring.extend([])
    print(ring, ring.copy() == ring, ring.copy(), list(reversed(ring)))
short = collections.deque([1, 2, 3], 2)
short.extend([4, 5, 6, 7])
print(short, short.copy(), short.copy().maxlen, collections.deque(short, 5), collections.deque("abc"), collections.deque((1, 2)))
short.extendleft([8, 9])
short.extend(short)
print(short)

print("numbers in memory")
for code in "bBhHiIqQ":
    numbers = array.array(code, [1, 0, 127])
    swapped = array.array(code, numbers)
    swapped.byteswap()
    print(code, numbers.tolist(), swapped.tolist(), list(memoryview(numbers)), numbers.index(127), 127 in numbers)
import struct

print(struct.pack(">bhiq", -1, -2, -3, -4), struct.unpack(">bhiq", struct.pack(">bhiq", -1, -2, -3, -4)), struct.unpack("<HIQ", struct.pack("<HIQ", 65535, 2**32 - 1, 2**64 - 1)))
print(struct.pack("!e", 1.5), struct.unpack("!efd", struct.pack("!efd", 1.5, -2.25, 1e100)), struct.pack(">?c", True, b"x"))
print([part[:] for part in ([1, 2, 3][1:], [1, 2, 3][::2], [1, 2, 3][::-1], (1, 2, 3)[1:], (1, 2, 3)[::-2], (1, 2, 3)[5:], [1, 2][2:1])])
print(b"\"quote\" 'and' \\ \t\x00\xff", bytearray(b"it's"), b"it's", b'"')
import marshal

shared = ["x", ("y",)]
shared = marshal.loads(marshal.dumps([shared, shared, shared[1], 2**70, 2**70, None]))
print(shared, shared[0] is shared[1], shared[0][1] is shared[2])
