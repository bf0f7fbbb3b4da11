"""Compressors and decompressors are copied in the middle of their work."""
import copy
import random
import zlib

data = bytes(range(256)) * 50
noise = random.Random(1).randbytes(100000)


def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


c = zlib.compressobj()
start = c.compress(data)
other = c.copy()
whole = start + c.compress(b"tail") + c.flush()
again = start + other.compress(b"tail") + other.flush()
print(whole == again, zlib.decompress(again) == data + b"tail")
attempt(lambda: c.copy())
attempt(lambda: copy.copy(other))
attempt(lambda: copy.deepcopy(zlib.compressobj()).flush() == zlib.compress(b""))
attempt(lambda: zlib.compressobj().__deepcopy__({}).flush() == zlib.compress(b""))
for make in zlib.compressobj, zlib.decompressobj:
    attempt(lambda: make().__deepcopy__(1, 2))
    attempt(lambda: make().__deepcopy__())
    attempt(lambda: make().__deepcopy__(x=1))
    attempt(lambda: make().copy(x=1))
    attempt(lambda: make().copy(1))
    attempt(lambda: make().__copy__(1))
    print(sorted(name for name in dir(make()) if name[0] != "_" or "copy" in name))

d = zlib.decompressobj()
attempt(lambda: d.copy().decompress(whole) == data + b"tail")
d.decompress(whole[:100])
e = d.copy()
attempt(lambda: d.decompress(whole[100:]) == e.decompress(whole[100:]))
f = d.copy()
attempt(lambda: (d.eof, e.eof, f.eof, f.unused_data, f.decompress(b"zzz"), f.unused_data, d.unused_data))
attempt(lambda: d.flush())
attempt(lambda: d.copy())
attempt(lambda: f.copy().unused_data)
attempt(lambda: f.flush())
attempt(lambda: f.copy())
d = zlib.decompressobj()
d.decompress(whole, 10)
e = d.copy()
attempt(lambda: (e.unconsumed_tail == d.unconsumed_tail, len(e.unconsumed_tail) > 100))

c = zlib.compressobj(zdict=b"hello world")
other = c.copy()
small = c.compress(b"hello world") + c.flush()
attempt(lambda: other.compress(b"hello world") + other.flush() == small)
d = zlib.decompressobj(zdict=b"hello world")
attempt(lambda: d.copy().decompress(small))
attempt(lambda: copy.deepcopy(d).decompress(small))
for bits in -15, 31, 15, 9, -9:
    c = zlib.compressobj(9, 8, bits)
    start = c.compress(data[:3000])
    other = c.copy()
    result = start + other.compress(data) + other.flush()
    attempt(lambda: (bits, zlib.decompress(result, bits) == data[:3000] + data))
c = zlib.compressobj()
start = c.compress(noise)
other = c.copy()
attempt(lambda: zlib.decompress(start + other.compress(data) + other.flush()) == noise + data)
attempt(lambda: zlib.decompress(start + c.flush()) == noise)
c = zlib.compressobj()
start = c.compress(noise) + c.flush(zlib.Z_SYNC_FLUSH)
other = c.copy()
attempt(lambda: other.flush() == c.flush())
d = zlib.decompressobj(47)
attempt(lambda: d.copy().decompress(zlib.compress(b"abc")))
d = zlib.decompressobj()
attempt(lambda: d.decompress(b"bad data"))
attempt(lambda: type(d.copy()).__name__)
