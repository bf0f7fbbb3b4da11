"""The % operator: stars, mappings, conversions of each type, and the words when arguments do not fit."""


def attempt(action):
    try:
        print(ascii(action()))
    except Exception as error:
        print(type(error).__name__, error)


for template, values in (
    ("%s", ()), ("%s", (1, 2)), ("x", 1), ("x", {}), ("x", []), ("x", ()), ("%", 1), ("%(a", {}), ("%(a)s", 5), ("%(a)s", (5,)),
    ("%(a)s", {}), ("%(a(b))s", {"a(b)": 2}), ("%()s", {"": "empty"}), ("%*d|", (6, 42)), ("%-*d|", (6, 42)), ("%*d|", (-6, 42)),
    ("%.*f", (2, 3.14159)), ("%.*f", (-2, 3.5)), ("%*d", ("6", 42)), ("%(a)*d", {"a": 1}), ("%d", 3.99), ("%d", "3"), ("%x", 3.5),
    ("%x", -255), ("%#x %#o %#X", (255, 8, 255)), ("%+d % d %05d %-5d|", (1, 2, -3, 4)), ("%.5d", 42), ("%#.5x", 42), ("%08.5d", -42),
    ("%i %u", (7, 8)), ("%c%c", (65, "\u20ac")), ("%c", "ab"), ("%c", 0x110000), ("%c", 1.5), ("%c", b"a"), ("%5c|", "x"), ("%q", 1),
    ("%\u20ac", 1), ("%5.1s|", "abc"), ("%r %a", ("\u00e9", "\u00e9")), ("%.3r", "abcdef"), ("%%%d%%", 5), ("%5%|", ()), ("%ld %hd", (1, 2)),
    ("%e %E %g %G", (12345.678, 0.00012, 1e-10, 1e20)), ("%#g %#.0f", (1.0, 3.0)), ("%f", "x"), ("%f", 10**400), ("%f", float("nan")),
    ("%010f|", float("-inf")), ("%+.1e", 0.0), ("%s", (None,)), ("%s", [1, 2]), ("%s %s", [1, 2]), ("%(a)s %s", {"a": 1}),
    ("%99999999999999999999d", 1), ("%.99999999999999999999d", 1), ("%d", None), ("%d", 1j), ("%x", True), ("%s" * 3, ("a", b"b", 1)),
):
    attempt(lambda: template % values)


class Index:
    def __index__(self):
        return 12

    def __getitem__(self, key):
        return "item " + str(key)


attempt(lambda: "%x %o" % (Index(), Index()))
attempt(lambda: "%d" % Index())
attempt(lambda: "%(what)s" % Index())
attempt(lambda: b"%b %s %a" % (b"x", bytearray(b"y"), "\u00e9"))
attempt(lambda: b"%s" % "text")
attempt(lambda: b"%c%c" % (256 - 1, b"z"))
attempt(lambda: b"%c" % 256)
attempt(lambda: b"%(k)5.1f|" % {b"k": 2.25})
attempt(lambda: b"%(k)s" % {"k": b"v"})
attempt(lambda: bytearray(b"%d%%") % 50)
