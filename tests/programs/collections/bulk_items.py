"""Views, iterators, deques, arrays and buffers whose items are taken or moved at once, beside taking them one by one."""
import array
import collections
import io
import math
import operator
import pickle
import random
import struct
import zlib

rng = random.Random(7)

# Views as sets: which items, and in which order.
for _ in range(60):
    n, step = rng.randint(0, 900), rng.choice([1, 7, 1000, 4096, 33])
    d = {i * step: i for i in range(n)}
    for i in range(0, n, rng.randint(2, 9)):
        del d[i * step]
    s = {rng.randrange(max(1, n * step)) for _ in range(rng.randint(0, 200))}
    e = dict.fromkeys(s, 1)
    results = [d.keys() | s, d.keys() - s, d.keys() & s, d.keys() ^ s, s & d.keys(), d.keys() & e.keys(), d.items() & e.items()]
    results += [d.keys() | e.keys(), d.keys() & list(s), d.keys() - list(s), e.keys() ^ d.keys(), s ^ d.keys(), list(d.values())]
    print([hash(tuple(result)) for result in results])
for _ in range(60):
    a = {rng.randrange(30): rng.randrange(3) for _ in range(rng.randint(0, 40))}
    b = {rng.randrange(30): rng.randrange(3) for _ in range(rng.randint(0, 40))}
    print(list(a.items() ^ b.items()), list(a.items() & b.items()), list(a.items() - b.items()))

# What is left of iterators.
items = list(range(10))
forward, backward = iter(items), reversed(items)
next(forward), next(backward)
print(list(forward), list(forward), tuple(backward), tuple(backward))
items.append(3)
print(list(forward), list(backward))
for iterator in [iter(range(5, 50, 7)), iter({1: 2, 3: 4}.values()), iter({1: 2, 3: 4}), iter({1, 2, 3}), iter(b"abc"), iter(bytearray(b"abc"))]:
    next(iterator)
    print(list(iterator), list(iterator))
print(list(range(2**62 - 2, 2**62 + 2)), tuple(range(-(2**62) - 2, 2 - 2**62)), tuple(range(2**64, 2**64 + 3)))
d = {1: 2, 3: 4}
iterator = iter(d.values())
d[5] = 6
try:
    list(iterator)
except RuntimeError as exc:
    print(exc)


class Sized:
    def __len__(self):
        print("len")
        return 3

    def __iter__(self):
        print("iter")
        return iter([1, 2])


print(list(Sized()))

# Deques.
for _ in range(100):
    q = collections.deque(range(rng.randint(0, 40)))
    for _ in range(rng.randint(0, 5)):
        q.popleft() if q else q.append(1)
    for _ in range(6):
        q.rotate(rng.randint(-60, 60))
        q.append(rng.randrange(9))
    print(hash(tuple(q)), end=" ")
print()

# Arrays.
numbers = [0, 1, 5, 100, 127, 255, -1, 70000, 2**40, 2**63, 1.5, True, -128, 2**64 - 1]
for _ in range(300):
    code, values = rng.choice("bBhHiIlLqQfd"), rng.choice([list, tuple])(rng.choice(numbers) for _ in range(rng.randint(0, 4)))
    try:
        a = array.array(code, values)
    except (TypeError, OverflowError) as exc:
        print(exc)
        continue
    print(a.tolist(), list(a), a.tobytes(), [v in a for v in (0, 1, 5, True, 1.0, -1, 2**63, 2**64 - 1, 255)], [a.count(v) for v in (0, 1, 5, -1, 255, 300)])
    a.reverse()
    m = memoryview(a)
    print(m.tolist(), list(m), m[::2].tolist(), m[1:].hex())
    for v in (0, 1, 5, -1):
        try:
            print(a.index(v, rng.randint(-3, 3), rng.randint(-3, 6)))
        except ValueError as exc:
            print(exc)

# Buffers.
m = memoryview(bytearray(20))
m[1:5] = b"abcd"
m[6:8] = bytearray(b"xy")
m[10::2] = bytes(5)
print(bytes(m))
try:
    m[1:5] = b"abc"
except ValueError as exc:
    print(exc)
for format in ["B", "b", "c", "H", "@q", "f", "?", "e"]:
    print(memoryview(b"12345678").cast(format).tolist())
f = io.BytesIO(b"abc")
value = f.getvalue()
f.write(b"xy")
print(value, f.getvalue())
with f.getbuffer() as view:
    view[0] = 65
    print(f.getvalue())
    view[1] = 66
print(f.getvalue())
f.truncate(1)
print(f.getvalue())
f.__setstate__((b"q", 0, None))
print(f.getvalue(), f.read())
f.close()
print(bytearray(5), bytearray(0), repr(bytearray(b"it's")))

# Numbers.
for x in [0.0, -0.0, 1.5, -0.375, 1e308, 5e-324, 2.0**62, 2.0**63, 2.0**-62, 2.0**-63, 0.1, -1e10, 3e17, 123456789.125]:
    print(x.as_integer_ratio())
print([math.perm(n, k) for n in range(0, 40, 3) for k in range(25)])
print(struct.pack("<IHB", 1, 2, 3), struct.pack(">hhq", -1, 2, -3), struct.pack("BxxI?", 1, 2, 5), struct.pack("<3e", 1, 0.5, 7))
for args in [("<H", 70000), ("<b", "a"), ("<d", "a"), ("c", b"ab"), ("<f", 1e300)]:
    try:
        struct.pack(*args)
    except (struct.error, OverflowError) as exc:
        print(exc)

# What getters get.
get = operator.itemgetter(1)


class Own(tuple):
    def __getitem__(self, i):
        return 9


print(get((1, 2)), get([3, 4]), get(Own((1, 2))), get({1: 5}), get("ab"), operator.itemgetter(-1)([1, 2]))
for obj in (1,), []:
    try:
        get(obj)
    except IndexError as exc:
        print(exc)


# A pickle within a pickle, and after one that failed.
class Nested:
    def __reduce__(self):
        return bytes, (pickle.dumps([1, 1, "a", "a"]),)


class Refuses:
    def __reduce__(self):
        raise ValueError("no")


print(pickle.loads(pickle.loads(pickle.dumps(Nested()))))
shared = ["x"]
print(pickle.dumps([shared, shared]))
try:
    pickle.dumps([shared, Refuses()])
except ValueError as exc:
    print(exc)
print(pickle.dumps([shared, shared]), pickle.dumps(shared, 0))
for level in (-1, 0, 1, 9):
    for wbits in (15, 31, -15):
        assert zlib.decompress(zlib.compress(b"hello" * 50, level, wbits), wbits) == b"hello" * 50
        assert zlib.decompress(zlib.compress(bytes(range(256)) * 500, level, wbits), wbits) == bytes(range(256)) * 500
