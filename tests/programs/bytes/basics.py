b = b"hello world"
print(b[0], b[1:3], b[-1:], b[::-1], list(b[:3]), len(b), b"o" in b, 104 in b, b"", bytes(), bytes(3), bytes([65, 66]), bytes("é", "utf-8"), bytes(b"x"), bytes(range(3)), bytes(iter([1])))
print(b.upper(), b.title(), b.capitalize(), b.swapcase(), b.find(b"o"), b.find(111), b.rfind(b"o"), b.index(b"w"), b.count(b"l"), b.count(108), b.startswith(b"he"), b.endswith((b"x", b"ld")))
print(b.split(), b.split(b"o", 1), b.partition(b" "), b.replace(b"l", b"L", 2), b.strip(b"hd"), b.center(15, b"*"), b.ljust(13) + b"|", b.zfill(13), b"-5".zfill(4), b.expandtabs(), b.removeprefix(b"he"), b.removesuffix(b"ld"))
print(b.hex(), b.hex("-"), b.hex(":", 2), b.hex(" ", -4), bytes.fromhex("48 65 6c"), bytes.fromhex("FF00"), b"%d" % 5, b.translate(bytes(range(256)), b"lo"), bytes.maketrans(b"ab", b"xy")[97:100], b"abc".translate(None, b"b"))
print(b.isalpha(), b"abc".isalpha(), b"12".isdigit(), b"a1".isalnum(), b" \t".isspace(), b"AB".isupper(), b"ab".islower(), b"Ab Cd".istitle(), b"a".isascii(), b"\xff".isascii())
print(repr(b"\x00\t\n\r\\'\"\x7f\x80~ "), b"'", b'"', b"it's \"both\"", str(b"x"), bytes(b"\xe9").decode("latin-1"))
print(b + b"!", b * 2, b == b"hello world", b < b"z", b != "hello world", hash(b) == hash(bytes(b)), b"a" b"b", b"a" + bytearray(b"b"), type(b"a" + bytearray(b"b")).__name__, type(bytearray(b"a") + b"b").__name__)
print(int.from_bytes(b"\x01\x02"), int.from_bytes(b"\xff\xfe", "little", signed=True), (258).to_bytes(2), (-2).to_bytes(3, "little", signed=True), int.from_bytes([1, 0]), (0).to_bytes(0), (5).to_bytes())
for f in (lambda: b[50], lambda: b + "x", lambda: bytes("x"), lambda: bytes([256]), lambda: bytes([-1]), lambda: bytes(["a"]), lambda: bytes(-1), lambda: b.find("x"), lambda: b.split(""), lambda: b.split(b""), lambda: b.replace("a", "b"), lambda: bytes.fromhex("0"), lambda: bytes.fromhex("zz"), lambda: bytes.fromhex("a b"), lambda: b.join(["x"]), lambda: b.decode("nope"), lambda: b"\xff".decode(), lambda: b"\xff".decode("ascii"), lambda: b.index(b"zz"), lambda: "x" in b, lambda: 300 in b, lambda: bytes(1, 2), lambda: bytes("a", "b", "c", "d"), lambda: b.hex("ab"), lambda: b.hex("é"), lambda: b.translate(b"short"), lambda: b.center(5, b"ab"), lambda: b.startswith("h"), lambda: b.__getitem__("x"), lambda: b"a" < "a", lambda: b.count(256), lambda: bytes.maketrans(b"a", b"bc"), lambda: bytes(5.5), lambda: bytes(None), lambda: bytes(10**20)):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
class B:
    def __bytes__(self): return b"from bytes"
class I:
    def __index__(self): return 2
print(bytes(B()), bytes(I()), bytes([I(), I()]), b[I()], b[I():])
