"""Dicts copied with and without holes, iterators under lists that change, many iterables at once, sums of counters."""

import itertools
import operator
import struct

from _dict_copies import check_copies

check_copies(0, 1, 5, 8, 9, 40)


class Names(dict):
    def __missing__(self, key):
        return key


names = Names(a=1)
assert type(names.copy()) is dict and Names(names)["b"] == "b" and Names(names)["a"] == 1
space = {}
exec("a = 1\ndef f(): return a, b\n", space)
other = space.copy()
space["b"] = 2
other["b"] = 3
assert space["f"]() == (1, 2)
space.update({"a": 5})
assert space["f"]() == (5, 2) and other["f"]() == (5, 2)

items = [1, 2, 3]
cursor = iter(items)
pairs = zip(cursor, cursor)
print(next(pairs), end=" ")
items += [4, 5, 6]
print(next(pairs), list(pairs), list(pairs))
items.append(7)
print(list(cursor), next(iter(()), "none"), next(cursor, "ended"))
shrinking = iter(items)
print(next(shrinking), next(shrinking), items.clear(), list(shrinking), operator.length_hint(shrinking))


class Letters(list):
    def __getitem__(self, index):
        return "own"

    def __iter__(self):
        return iter("xy")


print(list(map(str, Letters([1, 2]))), list(zip(Letters([1, 2]), [3, 4])), list(iter(Letters([5]))))
many = [range(i, i + 3) for i in range(12)]
print(list(zip(*many)), list(map(max, *many)), list(zip(*many[:8])), list(zip([1])), list(zip()))
for count in 2, 9:
    for lengths in [3] * count + [2], [2] + [3] * count, [2, 2] + [3] * count:
        try:
            print(list(zip(*map(range, lengths), strict=True)))
        except ValueError as error:
            print(error)
        try:
            print(list(map(lambda *args: args, *map(range, lengths), strict=True)))
        except ValueError as error:
            print(error)
edge = 2**61 - 2
print(list(itertools.islice(itertools.count(edge), 4)), list(itertools.accumulate([edge, 1, 1, True, 0.5])))
print(list(itertools.islice(itertools.count(-1, -edge), 4)), sum([edge, edge, 1]), list(enumerate("ab", edge + 1)))

for _ in range(3):
    for format in "<I", ">I", "<i", "=h", "!Q", "<4B", "2s", "b", "<d":
        n = struct.Struct(format).unpack(bytes(range(1, 1 + struct.calcsize(format))))
        assert struct.pack(format, *n) == struct.Struct(format).pack(*n) == bytes(range(1, 1 + struct.calcsize(format)))
    print(struct.unpack("<3h", b"\xff\xff\x00\x80\xff\x7f"), struct.unpack(">17B", bytes(range(17))), struct.unpack("", b""))
for format, values in ("b", [128]), ("B", [-1]), ("<I", [2**32]), (">q", [2**63]), ("<Q", [True]), ("h", ["1"]), ("<I", [1.0]):
    try:
        print(struct.pack(format, *values))
    except struct.error as error:
        print(error)

text = "this is his " * 20
print(text.replace("is", "was", 3), text.replace("", "-", 4)[:20], "aé".replace("", "--"), len(("x" * 2000).replace("x", "y" * 2000)))
try:
    ("x" * 10**7).replace("x", "y" * 10**8, 9 * 10**6)
except (MemoryError, OverflowError) as error:
    print("too large")
