import array
m = memoryview(b"abcdef")
print(m[0], m[1:3].tobytes(), m[::-1].tolist(), len(m), m.nbytes, m.format, m.itemsize, m.ndim, m.shape, m.strides, m.readonly, m.contiguous, m.c_contiguous, m.suboffsets)
ba = bytearray(b"0123456789")
w = memoryview(ba)
w[0] = 65
w[2:4] = b"XY"
w[::-3].tolist()
print(ba, w == ba, w == b"A1XY456789", w[2:4] == b"XY", bytes(w[::2]), w.hex(), hash(memoryview(b"x")) == hash(b"x"))
a = array.array("i", [1, -2, 3])
v = memoryview(a)
print(v.format, v.itemsize, v.tolist(), v[1], v.nbytes, v.shape)
v[0] = 100
print(a)
c = v.cast("B")
print(c.format, len(c), c[0])
d = memoryview(bytes(range(12))).cast("B", [3, 4])
print(d.ndim, d.shape, d.strides, d.tolist(), d[1, 2], len(d), d.nbytes)
f = memoryview(bytearray(8)).cast("d")
f[0] = 1.5
print(f.tolist(), f.tobytes().hex(), f.obj)
with memoryview(b"ctx") as x:
    print(x.tobytes())
try:
    x[0]
except ValueError as exc:
    print(exc)
s = w[1:8:2]
print(s.tolist(), s.contiguous, s.strides, s.tobytes(), s.toreadonly().readonly)
w[5], w[6] = w[6], w[5]
print(ba, 48 in w, list(reversed(w[:3])), w.count(48) if hasattr(w, "count") else "", w.index(49))
for g in (lambda: m.__setitem__(0, 1), lambda: w.__setitem__(0, 300), lambda: w.__setitem__(0, "a"), lambda: w.__setitem__(slice(0, 2), b"abc"), lambda: w[100], lambda: w["a"], lambda: hash(w), lambda: memoryview("x"), lambda: memoryview(5), lambda: w.cast("Q"), lambda: w.cast("zz"), lambda: v.cast("d"), lambda: d[0], lambda: d[5, 5], lambda: s.cast("B"), lambda: w.__delitem__(0), lambda: v.__setitem__(0, 1.5), lambda: v.__setitem__(0, 2**40), lambda: memoryview(w)[0:2, 0:2], lambda: w.__eq__("x"), lambda: m < m):
    try:
        print(g())
    except Exception as exc:
        print(type(exc).__name__, exc)
print(memoryview(b"ab") == memoryview(bytearray(b"ab")), memoryview(array.array("h", [1])) == memoryview(array.array("l", [1])), memoryview(b"a") != b"b", b"x" + memoryview(b"y"), b"".join([memoryview(b"z")]))
import struct
buf = bytearray(8)
struct.pack_into("<HI", buf, 1, 513, 7)
print(buf, struct.unpack_from("<H", memoryview(buf)[1:]))
