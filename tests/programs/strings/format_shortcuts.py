"""The usual forms of `%`, `format()` and f-strings, beside their unusual neighbours."""
import itertools


class S(str):
    pass


class I(int):
    def __str__(self):
        return "I!"

    def __format__(self, spec):
        return f"<{spec}>"


class F(float):
    pass


VALUES = [0, 7, -7, 255, -12345, 1 << 40, -(1 << 61), 1 << 63, -(1 << 100), True, I(5)]
for flags, width, kind in itertools.product(["", "0", "-", "+", " ", "#", "-0"], ["", "1", "5", "12", "39", "41"], "dxXoi"):
    spec = "%" + flags + width + kind
    values = VALUES[:5] if flags == "#" else VALUES
    print(spec, [spec % v for v in values], [(spec.encode() % v).decode() for v in VALUES[:4]])
for v in VALUES:
    print("%s %r %d %5s|%-5s|%.2s" % (v, v, v, v, v, v), b"%d|%a" % (v, v))
print("%s" % "text", "%s%s" % ("a", "b"), "%r%s" % ("a", S("b")), "%s" % S("x"), type("%s" % S("x")) is S, "%%%s%%" % 1)
print("%(a)s %(b)d %(a)r" % {"a": "x", "b": 2}, "%*d|%-*d|%.*f" % (5, 1, 5, 2, 1, 2.25), "é%s€%d" % ("ü", 3))
print("%d" % 3.99, "%x" % I(255), "%d" % I(5), "%5d|%05d|%-5d|" % (True, False, True), b"%s %b %d" % (b"a", b"b", 3))

FLOATS = [0.0, -0.0, 1.5, -2.675, 0.5, 1e15, 123456789.987654321, -1e-9, 1e300, float("inf"), float("nan"), F(2.5)]
for spec in [".0f", ".1f", ".2f", ".9f", ".10f", "8.2f", "12.3f", "08.2f", "-8.2f", "+.2f", ".2F", "6.1f", "99.1f", ">8.2f", ".2", ".f"[:1] + "3e"]:
    print(spec, [format(f, spec) for f in FLOATS], ["%" + spec != "%>8.2f" and "%" + spec for _ in [0]])
    if not spec.startswith(">"):
        print(["%" + spec][0], [("%" + spec) % f if spec[-1] in "fFe" else None for f in FLOATS])

TEXTS = ["", "abc", "é€\U0001f600", "x" * 20, S("sub")]
for spec in ["", "s", "5", "5s", "<5", ">5", ">5s", "^5", "*<5", "05", ".2", "5.2", "=5", "99", "100", "+5", "5d"]:
    for text in TEXTS:
        try:
            print(spec, [format(text, spec), f"{text:{spec}}", ("{:" + spec + "}").format(text)])
        except ValueError as e:
            print(spec, e)
print(type(format(S("abc"), "2")) is str, type(format(S("abc"), "")).__name__)
for args in (("%d", ()), ("%d", None), ("%", 1), ("%s %s", "a"), ("%s", ("a", "b")), ("%é", 1), ("é%z", 1), ("%(a", {}), ("%(a)d", {"a": "x"}), ("%c%c", ("a", 98)), ("%5", 1), ("%s%", "a"), ("x%d", ("a",)), ("%x", 1.5), ("%x", "a")):
    try:
        print(args[0] % args[1])
    except Exception as e:
        print(args, type(e).__name__, e)
for args in ((b"%s", "a"), (b"%d", "a"), (b"%z", 1), (b"\xff%d", 2), (b"%s %s", (b"a",))):
    try:
        print(args[0] % args[1])
    except Exception as e:
        print(args, type(e).__name__, e)
