"""bytes: hex and fromhex with separators, join, split by whitespace, expandtabs, fill, and refusals."""


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


data = bytes(range(0xF8, 0x100))
for arguments in ((), (":",), (":", 2), (":", -2), ("-", 3), (b"_", 100), (":", 0), ("",), ("ab",), ("\u20ac",), (5,)):
    attempt(lambda: data.hex(*arguments))
for text in ("", "00 ff", " 0 0", "0", "0g", "a b", "\u0660\u0660", "ab\tcd\n", "zz", b"61 62", bytearray(b"6"), 5):
    attempt(lambda: bytes.fromhex(text))
attempt(lambda: b",".join([b"a", bytearray(b"b"), memoryview(b"c")]))
attempt(lambda: b",".join([b"a", "b"]))
attempt(lambda: b",".join(5))
attempt(lambda: type(bytearray(b"-").join([b"x"])).__name__)
attempt(lambda: b" a\x0bb\x1cc\xa0d\x85 ".split())
attempt(lambda: b"a,b,,c".rsplit(b",", 2))
attempt(lambda: b"a".split(b""))
attempt(lambda: b"a".split(","))
attempt(lambda: b"l1\nl2\r\nl3\rl4\x0bl5\x1cl6".splitlines())
attempt(lambda: b"a\tbc\t\n\td".expandtabs(4))
attempt(lambda: b"-42".zfill(6) + b"+".zfill(3) + b"x".center(4, b"*") + b"y".ljust(3, bytearray(b".")))
attempt(lambda: b"x".center(4, b"**"))
attempt(lambda: b"x".center(4, "*"))
attempt(lambda: 97 in b"abc" and b"bc" in b"abc")
attempt(lambda: 256 in b"abc")
attempt(lambda: "a" in b"abc")
attempt(lambda: b"abc".find(98) + b"abc".rfind(b"") + b"abcb".count(98))
attempt(lambda: b"abc".index(b"z"))
attempt(lambda: b"\xe9A\xc0z".swapcase() + b"\xe9a b".title() + b"\xc0BC".lower() + b"abC".capitalize())
attempt(lambda: [b"a1".isalnum(), b"\xe9".isalpha(), b"\xb2".isdigit(), b" \x0b".isspace(), b"Ab Cd".istitle(), b"\x80".isascii()])
attempt(lambda: bytes([1, 2.0]))
attempt(lambda: bytes(-1))
attempt(lambda: bytes("x"))
attempt(lambda: bytes("\u20ac", "latin-1"))
attempt(lambda: bytes("\u20ac", "ascii", "backslashreplace"))
attempt(lambda: bytes(3, "ascii"))
attempt(lambda: bytes(errors="x"))
attempt(lambda: b"a" + "b")
attempt(lambda: b"ab" * -1 + 2 * b"cd")
attempt(lambda: b"a" < "b")
attempt(lambda: b"prefix-x".removeprefix(b"prefix-") + b"x.py".removesuffix(b".py"))
attempt(lambda: b"abc".startswith((b"x", b"a")) and b"abc".endswith(b"c", 1))
attempt(lambda: b"abc".startswith("a"))
attempt(lambda: b"abc".startswith((b"x", "a")))
attempt(lambda: b"a.b.c".partition(b".") + b"a.b.c".rpartition(b"."))
attempt(lambda: b"aXbX".replace(b"X", b"--", 1) + b"ab".replace(b"", b"."))
