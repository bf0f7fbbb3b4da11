a = bytearray(b"hello")
a[0] = 72
a[1:3] = b"EYYY"
print(a, len(a))
del a[2], a[-1:]
print(a)
a.append(33)
a.extend(b"??")
a.extend([65, 66])
a.insert(0, 62)
print(a, a.pop(), a.pop(0), a.remove(63), a)
a += b"more"
a *= 2
print(a, a.count(b"m"), a.find(b"re"), a.replace(b"more", b"-"), a.index(109))
a.reverse()
print(a)
a[::2] = bytes(len(a[::2]))
print(a)
a.clear()
print(a, bytearray(3), bytearray([1, 2]), bytearray("é", "utf8"), bytearray(b"x").copy(), bytearray(b"abc")[::-1], bytearray(b"a,b").split(b","))
b = bytearray(b"0123456789")
b[2:5] = b""
print(b)
b[1:1] = b"INS"
print(b)
b[-3:] = bytearray(b"end!")
print(b)
b[:3] = range(3)
print(b)
b[5:2] = b"xx"
print(b, b == bytes(b), b != b"", b < b"z", repr(bytearray(b"it's")), b.hex()[:10], bytearray.fromhex("ff 00"))
for f in (lambda: b.append(256), lambda: b.append("a"), lambda: b.__setitem__(0, 300), lambda: b.__setitem__(99, 1), lambda: b.__setitem__(0, b"a"), lambda: hash(b), lambda: b.pop(99), lambda: bytearray().pop(), lambda: b.remove(200), lambda: b.extend("abc"), lambda: b.extend([256]), lambda: b.__setitem__(slice(0, 6, 2), b"toolong"), lambda: b.__setitem__(slice(0, 1), "x"), lambda: b.__setitem__(slice(0, 1), 5), lambda: b + "x", lambda: b.insert("a", 1), lambda: bytearray("x"), lambda: bytearray(-1), lambda: b.__delitem__(99), lambda: b.__setitem__("a", 1), lambda: b.join([1])):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
m = memoryview(b)
try:
    b.append(1)
except BufferError as exc:
    print(exc)
m.release()
b.append(1)
print(len(b))
c = bytearray(b"x" * 1000)
for i in range(500):
    del c[0]
    c.append(i % 256)
print(len(c), c[499], c[500], sum(c))
c.resize(3)
print(c)
print(bytearray(b"a b").title(), type(bytearray(b"A").lower()).__name__, bytearray(b"ab").join([b"1", b"2"]), bytearray(b"%s") % b"x", bytearray(b"abc").translate(None, b"b"))


class Hinted:
    def __length_hint__(self):
        print("__length_hint__")
        return 3

    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return i


b = bytearray(b"xyz")
print(bytearray(Hinted()), bytes(Hinted()))
b[1:2] = Hinted()
print(b)
b.extend(Hinted())
print(b)
