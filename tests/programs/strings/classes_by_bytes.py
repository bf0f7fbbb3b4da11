# What characters are, where ASCII ones stand beside others; formats of text, and what % takes from a mapping.
NAMES = "isalpha isdecimal isdigit isnumeric isalnum isspace isprintable isidentifier isupper islower istitle".split()
chars = [chr(c) for c in (*range(0x500), *range(0x500, 0x110000, 97))]
for name in NAMES:
    test = getattr(str, name)
    print(name, [sum(test(form.replace("?", c)) for c in chars) for form in ("?", "a?", "?a", "A?", "?B", "1?", "?1", " ?", "_?", "?_", "aß?", "?ж")])
    print(test(""), test("abc"), test("ABC"), test("a1"), test("12"), test(" \t"), test("Ab Cd"), test("a\x7f"), test("ä" * 3 + "a"), test("ж1"))
for spec in ("^20", "<8", ">8.2", "*^9", "é^9", "ж>6", "", "s", "_<5s", "日^7.1", "20"):
    print([format(text, spec) for text in ("abc", "", "größe", "日本")])
for spec in ("08b", ",", "_x", "+d", "é>8,", "^9", "=+9", "#o", "z.2f", "-08.3f", ",.2f", "%"):
    try:
        print(format(1234, spec), format(-5, spec))
    except ValueError as error:
        print(error)
for spec in (",_", "_,", "5,5", "é", "^^^", "..2", ".", "9" * 30, "z", "١٢"):
    for value in (5, "a", 1.5):
        try:
            print(format(value, spec), end=" ")
        except ValueError as error:
            print(error, end=" ")
    print()
s = "text"
d = dict(a=1, b=s, c=2.5, e=True, w=2**70)
print("%(a)d %(b)s %(c)s %(e)d %(w)d %(b)r %(c)d" % d, "%(a)5d|%(b)-6s|%%" % d, ("%(b)s" % d) is s, "%(a)s" % d, "%(a)d%(a)d" % d)
for form in ("%(x)d", "%(b)d", "%(a)", "%(a", "%(a)q"):
    try:
        print(form % d)
    except (KeyError, TypeError, ValueError) as error:
        print(type(error).__name__, error)
print(list(map(str.upper, "ab")), list(map(abs, [-1, 2])), list(map(int, ["1", 2.5])), list(map(s.find, "tx")), list(map(len, [s, d])))
for make in (lambda: list(map(abs, "a")), lambda: list(map(len, [1])), lambda: list(map(str.upper, [1])), lambda: list(map(None, [1])), lambda: [k for k in map(abs, [1, "b"])]):
    try:
        print(make())
    except TypeError as error:
        print(error)


class Lacking:
    def __getattr__(self, name): return "lacked " + name


class Error(UnicodeDecodeError):
    def __getattr__(self, name): return "lacked " + name


for obj in (Lacking(), Lacking(), Error("utf-8", b"ab", 0, 1, "reason")):
    for _ in range(3):
        print(obj.__class__.__name__, sorted(obj.__dict__), obj.other, getattr(obj, "reason"), obj.__doc__ is None)
