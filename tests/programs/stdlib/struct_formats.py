"""struct: alignment and byte order, counts, every code's range, iter_unpack, offsets and refusals."""
import struct


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


for template in ("bhilq", "<bhilq", "@bP", "=bq", "!3sx2h", "0s", "ci0l", "c0i", "10p", "2?", "<e f d", "nN", "<n", "z", "3", "<3 h", "h 2", "1000000000000000000000b", "F", "<D"):
    attempt(lambda: (template, struct.calcsize(template)))
for template, values in (("<b", (-129,)), ("<B", (256,)), ("<h", (40000,)), ("<H", (-1,)), ("<i", (2**31,)), ("<I", (2**32,)), ("<q", (2**63,)), ("<Q", (-1,)), ("b", (300,)), ("B", (1.5,)), ("<i", ("a",)), ("<c", ("a",)), ("<c", (b"ab",)),
                         ("<4s", (b"toolong",)), ("<4s", (b"x",)), ("<4s", ("x",)), ("<4p", (b"toolong",)), ("<300p", (b"x",)), ("<?", ([],)), ("<?", ("y",)), ("<e", (1.5,)), ("<e", (70000.0,)), ("<f", (1e40,)), ("<f", ("x",)), ("<d", (True,)),
                         (">hxb", (1, 2)), ("<2h", (1,)), ("<h", (1, 2)), ("", ()), ("<3xb", (7,)), (">d", (float("-inf"),)), ("<e", (6e-8,)), ("<2D", (1j, 2))):
    attempt(lambda: struct.pack(template, *values)[:12])
attempt(lambda: struct.unpack("<h", b"abc"))
attempt(lambda: struct.unpack_from("<h", b"abc", 2))
attempt(lambda: struct.unpack_from("<h", b"abc", -2))
attempt(lambda: struct.unpack_from("<h", b"abc", -9))
attempt(lambda: struct.unpack_from("<h", b"abc", -1))
attempt(lambda: list(struct.iter_unpack("<hb", b"\x01\0\x02\x03\0\x04")))
attempt(lambda: struct.iter_unpack("<h", b"abc"))
attempt(lambda: struct.iter_unpack("", b""))
buffer = bytearray(6)
struct.pack_into(">H", buffer, -4, 0xABCD)
print(buffer.hex())
attempt(lambda: struct.pack_into(">I", buffer, 4, 1))
attempt(lambda: struct.pack_into(">I", buffer, -9, 1))
attempt(lambda: struct.pack_into(">I", b"const", 0, 1))
attempt(lambda: struct.pack_into(">I"))
attempt(lambda: struct.pack())
attempt(lambda: struct.pack(5))
attempt(lambda: struct.pack("\u20ac"))
s = struct.Struct(b"<2sH")
print(s.format, s.size, s.pack(b"ab", 5), s.unpack(b"xy\x01\x02"), repr(s).split(".")[-1], struct.unpack("<5p", b"\x02abcd"), struct.unpack("<5p", b"\x09abcd"))
attempt(lambda: s.unpack(b"x"))
attempt(lambda: struct.error.__mro__[1])
