import struct, array
for fmt, vals in (("<i", (1,)), (">i", (1,)), ("<hHbB", (-1, 65535, -128, 255)), ("<qQ", (-(2**63), 2**64 - 1)), ("<f", (1.5,)), (">d", (-2.5,)), ("<e", (0.5,)), ("4s", (b"ab",)), ("5p", (b"abc",)), ("<?c", (True, b"x")), ("<3h", (1, 2, 3)), ("<bxxi", (1, 2)), ("!I", (0xDEADBEEF,)), ("=l", (5,)), ("0s", (b"",)), ("<2s3x", (b"ab",)), ("@ic", (1, b"a")), ("< i h", (1, 2))):
    p = struct.pack(fmt, *vals)
    print(fmt, p.hex(), struct.unpack(fmt, p), struct.calcsize(fmt))
s = struct.Struct("<IH")
b = bytearray(10)
s.pack_into(b, 2, 7, 8)
print(s.size, s.format, b, s.unpack_from(b, 2), list(struct.iter_unpack("<H", b"\x01\x00\x02\x00")), struct.unpack_from("<H", b"\0\x05\x00", offset=1))
for f in (lambda: struct.pack("<b", 128), lambda: struct.pack("<B", -1), lambda: struct.pack("<i", "a"), lambda: struct.pack("<i"), lambda: struct.pack("<i", 1, 2), lambda: struct.unpack("<i", b"abc"), lambda: struct.pack("z", 1), lambda: struct.pack("<f", "x"), lambda: struct.pack("c", "a"), lambda: struct.pack("c", b"ab"), lambda: struct.pack("s", "a"), lambda: struct.pack("<i", 1.5), lambda: struct.pack("<f", 1e300), lambda: struct.unpack_from("<i", b"ab"), lambda: struct.pack("3", 1), lambda: list(struct.iter_unpack("<H", b"abc")), lambda: struct.pack_into("<i", bytearray(2), 0, 1), lambda: struct.pack("<q", 2**63), lambda: struct.pack("<e", 1e10), lambda: struct.pack("P" * 0 + "<P", 1)):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
a = array.array("i", [3, 1, 2])
a.append(5); a.extend([7, 8]); a.insert(1, 9); print(a, a[0], a[1:3], a.typecode, a.itemsize, len(a), a.pop(), a.index(9), a.count(1), a.tolist(), a.tobytes().hex()[:16])
a[0] = -1; a[1:2] = array.array("i", [4, 4]); del a[-1]; a.remove(1); a.reverse(); print(a, a + array.array("i", [1]), a * 2, 4 in a, a == array.array("d", a), a < array.array("i", [100]), array.array("w", "hé"), array.array("d", [1.5]), array.array("B", b"ab"), array.array("b"), bytes(array.array("H", [1, 2])))
a.byteswap(); print(a); a.frombytes(b"\1\0\0\0"); print(a[-1], a.buffer_info()[1])
for f in (lambda: array.array("x"), lambda: array.array("i", ["a"]), lambda: array.array("b", [200]), lambda: a.append(1.5), lambda: a.append(2**40), lambda: array.array("i", 5), lambda: a[100], lambda: a.frombytes(b"abc"), lambda: a + [1], lambda: a.__setitem__(slice(0, 1), [1]), lambda: a.remove(12345), lambda: array.array("i").pop(), lambda: a.extend(array.array("d")), lambda: hash(a), lambda: array.array(5), lambda: array.array("i", "abc")):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
