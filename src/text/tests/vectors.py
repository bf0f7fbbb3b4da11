"""Write vectors.txt: operations on text and what CPython 3.14 makes of them.

    python3.14 src/text/tests/vectors.py

Text is written as hexadecimal code points joined by dots, bytes as hexadecimal, doubles as their bits.
"""

import _sre
import _string
import math
import os
import random
import struct
import unicodedata

rng = random.Random(2)
out = []


def line(op, *args):
    out.append("\t".join([op, *args]))


def t(text):
    return ".".join(f"{ord(c):x}" for c in text)


def bits(x):
    return struct.pack(">d", x).hex()


def err(f, *args):
    try:
        return f(*args)
    except (ArithmeticError, ValueError, TypeError) as exc:
        return "!" + str(exc)


def fnv(parts):
    h = 0xCBF29CE484222325
    for part in parts:
        for c in part:
            h = ((h ^ ord(c)) * 0x100000001B3) & (1 << 64) - 1
        h = ((h ^ 0xFFFFFF) * 0x100000001B3) & (1 << 64) - 1
    return f"{h:x}"


# What lies between is unassigned or private.
ALL = [chr(cp) for cp in (*range(0x32400), *range(0xE0000, 0xE0200), *range(0x10FF00, 0x110000))]
for name in ("lower", "upper", "title", "casefold", "capitalize", "swapcase"):
    line("all", name, fnv(getattr(c, name)() for c in ALL))
for name in ("isalpha", "isdecimal", "isdigit", "isnumeric", "isalnum", "isspace", "isprintable", "isupper", "islower", "istitle", "isidentifier"):
    line("all", name, fnv("01"[getattr(c, name)()] for c in ALL))
line("all", "continue", fnv("01"[("a" + c).isidentifier()] for c in ALL))
line("all", "sigma", fnv(("A" + c + "\u03a3").lower() + ("a\u03a3" + c + "A").lower() for c in ALL))
line("all", "words", fnv((c + "aB").title() + ("a" + c).title() for c in ALL))
line("all", "relower", fnv(chr(_sre.unicode_tolower(ord(c))) for c in ALL))
line("all", "recased", fnv("01"[_sre.unicode_iscased(ord(c))] for c in ALL))
line("all", "lines", fnv(str(len(("a" + c + "b").splitlines())) for c in ALL))
for label, data in (("now", unicodedata), ("old", unicodedata.ucd_3_2_0)):
    for name in ("category", "bidirectional", "east_asian_width", "decomposition"):
        line("all", label + name, fnv(getattr(data, name)(c) for c in ALL))
    line("all", label + "combining", fnv(str(data.combining(c)) for c in ALL))
    line("all", label + "mirrored", fnv(str(data.mirrored(c)) for c in ALL))
    for name in ("decimal", "digit", "numeric"):
        line("all", label + name, fnv(str(float(getattr(data, name)(c, -1))) for c in ALL))
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        line("all", label + form, fnv(data.normalize(form, c) for c in ALL))
        line("all", label + form + "mixed", fnv(data.normalize(form, "a\u0301" + c + "\u0323\u0307") for c in ALL))
line("all", "names", fnv(unicodedata.name(c, "-") for c in ALL))
for form in ("NFC", "NFD", "NFKC", "NFKD"):
    line("all", "is" + form, fnv(str(unicodedata.is_normalized(form, c)) for c in ALL))
pool = ["a", "\u0301", "\u0323", "\u0307", "\u1100", "\u1161", "\u11a8", "\uac00", "\u212b", "\ufb01", "\u0344", "e", "\u0345", "\u3099", "\u304b", "\U0001d15e", "\u0f73", "\u1e9b"]
for _ in range(150):
    text = "".join(rng.choices(pool, k=rng.randrange(1, 8)))
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        line("normalize", form, t(text), t(unicodedata.normalize(form, text)))
        line("normalized", form, t(text), str(unicodedata.is_normalized(form, text)))
for name in ("LATIN SMALL LETTER A", "latin small letter a", "HANGUL SYLLABLE GAG", "CJK UNIFIED IDEOGRAPH-4E00", "CJK UNIFIED IDEOGRAPH-4E0", "no such", "LINE FEED", "NBSP",
             "KEYCAP DIGIT ONE", "HANGUL SYLLABLE", "hangul syllable ga", "CJK COMPATIBILITY IDEOGRAPH-F900", "TANGUT IDEOGRAPH-17000", "EGYPTIAN HIEROGLYPH-13460", "LATIN SMALL LETTER A WITH OGONEK AND TILDE",
             "KHITAN SMALL SCRIPT CHARACTER-18B00", "NUSHU CHARACTER-1B170", "", "BELL", "ALERT", "WEIERSTRASS ELLIPTIC FUNCTION", "MYANMAR LETTER KHAMTI GA", "SPACE", "U+1F3FB", "EMOJI MODIFIER FITZPATRICK TYPE-1-2"):
    try:
        r = t(unicodedata.lookup(name))
    except KeyError:
        r = "-"
    line("lookup", t(name), r)

texts = ["", "abc", "it's", 'say "hi"', "both ' and \"", "\n\t\r\\\x00\x7f", "\xe9\xa0\u200b\u20ac\ud800\U0001f600\U000e0001", "\u0378 \u3000"]
for text in texts:
    line("repr", t(text), t(repr(text)))
    line("ascii", t(text), t(ascii(text)))
line("reprbytes", bytes(range(256)).hex(), t(repr(bytes(range(256)))))

specs = ["", "5", "<5", ">5", "^7", "=7", "*^9", "\u20ac>8", "05", "010", "+", "-", " ", "+08", "#x", "#010x", "#b", "#o", "X", "#X", "c", "d", "n", ",", "_", "012,", "_x", "_b", "#_X", ",x", ",c", "s", ",s", "_s", ",_", "_,", ",,",
         ".2", ".0", ".3f", ".0f", "#.0f", "e", ".2e", "E", "g", ".3g", "#.3g", "G", "%", ".1%", "z", "z.1f", "zd", "+z.0f", "010.2f", "<010.2f", "=+10.2f", ",.2f", "_.2f", "012,.2f", ".6_f", ".6,f", ".,f", "._", ".2,_f", ".", "..", "5.", "z.0,f", "020,.7,f",
         "a", "5a", "abc", "{", "\u20ac", "\u0663", "99999999999999999999999", ".99999999999999999999999", "<<5", "==5", "x<", "0<5", "<05", "^05d", "=05s", "#s", "zs", " s", "+s", "-s", ".2s", "5.1s", "+c", "#c", ".1d", "1000", "0_", "0,d", "08_x", "09_x", "016,d", "#014_b", "i", "u", "F", "r", "010s", "*<10s",
         ".2n", "e,", "5e+", "08.3e", ",.3e", ",.3g", ",%", ".10", ".17", ".3", "\x00", "#", "#.3", "+.3", "#g", "#e", "#.0e", "#%", "#.0%", "\ud800>5", "'^5", "\x7f"]
values = [("int", 0), ("int", 5), ("int", -42), ("int", 1234567), ("int", -1234567890123456789012345), ("int", 65), ("int", 0x20AC), ("int", 0x110000), ("int", 10**400),
          *(("float", x) for x in (0.0, -0.0, 1.0, -1.5, 1234567.891, 1e16, 123456789012345678.0, 1e-5, -0.0004, 0.5, 100.0, math.inf, -math.inf, math.nan, 1e300, 2.5)),
          *(("text", x) for x in ("", "abc", "h\xe9llo w\xf6rld", "\U0001f600")),
          *(("complex", x) for x in (0j, 1 + 2j, -1.5j, complex(-0.0, -0.0), 1234567.5 - 0.25j, complex(math.nan, math.inf)))]


def value_text(kind, value):
    if kind == "int":
        return f"{value:x}"
    if kind == "float":
        return bits(value)
    if kind == "complex":
        return bits(value.real) + bits(value.imag)
    return t(value)


for spec in specs:
    for kind, value in values:
        line("format", kind, value_text(kind, value), t(spec), t(err(format, value, spec)))

templates = ["", "abc", "{}", "a{0}b", "{{", "}}", "{{}}", "{", "}", "a}", "{a", "{a!", "{a!r", "{a!r}", "{a!r:x}", "{a!rx}", "{a:{b}}", "{a:{b}c{d}}x", "{a:{b}", "{a{b}}", "{a[}]}", "{a[b}", "{a[b]}x{}", "{:>5}", "{!r}", "a{}b{}c",
             "{a.b[c].d!s:>{w}}", "{{{}}}", "{}}", "{a!\u20ac}", "{\u20ac:\u20ac}", "x{{y", "x}}y", "{a!}", "{:", "{!", "{[", "{a:}}", "{a:}", "{0[}:]}"]
for template in templates:
    def parse(template):
        parts = []
        for literal, name, spec, conversion in _string.formatter_parser(template):
            parts.append("|".join(["-" if x is None else "=" + t(x) for x in (literal, name, spec, conversion)]))
        return " ".join(parts)
    r = err(parse, template)
    line("template", t(template), t(r) if r.startswith("!") else r)
for name in ("", "a", "0", "007", "a.b", "a[0]", "a[b]", "a[0].c[d]", "a.", "a[", "a[]", "a[0]x", ".a", "[1]", "a..b", "99999999999999999999", "a[99999999999999999999]", "-1", "a[-1]", "\u0663", "a b", "a]b"):
    def split(name):
        first, rest = _string.formatter_field_name_split(name)
        parts = [str(first) if isinstance(first, int) else "=" + t(first)]
        for is_attr, key in rest:
            parts.append(("." if is_attr else "[") + (str(key) if isinstance(key, int) else "=" + t(key)))
        return " ".join(parts)
    r = err(split, name)
    line("fieldname", t(name), t(r) if r.startswith("!") else r)

percents = [("%d", 5), ("%5d|", -5), ("%-5d|", 5), ("%05d", -5), ("%+d", 5), ("% d", 5), ("%x", 255), ("%#x", -255), ("%#X", 255), ("%#010x", 255), ("%010x", -255), ("%o", 8), ("%#o", 8), ("%.5d", 42), ("%8.5d", -42), ("%-8.5d|", 42), ("%#.5x", 255), ("%i", 7), ("%u", 7),
            ("%#012.6x", 255), ("%+#x", 255), ("%s", "abc"), ("%5s", "\xe9"), ("%-5s|", "abc"), ("%.2s", "h\xe9llo"), ("%05s", "ab"), ("%8.3s", "abcdef"), ("%f", 1.5), ("%.0f", 2.5), ("%#.0f", 2.5), ("%e", 12345.678), ("%E", 1e-10), ("%g", 1e10), ("%G", 1e-10), ("%#g", 1.0), ("%010.2f", -3.14159), ("%+.2f", 3.14159),
            ("%-10.2f|", 3.14159), ("%F", math.inf), ("%010f", math.inf), ("%5f", math.nan), ("%f", -math.inf), ("%ld", 5), ("%hd", 5), ("100%%", None), ("%.3g", 1234567.0), ("%.10d", 12345678901234567890), ("%d%%", 3), ("a%sb", "x"), ("%.50f", 0.1), ("%#5.0e", 1.0), ("%#x", 0), ("%.0d", 0), ("%-05d|", 5), ("%+05d", 5), ("% 05d", 5), ("%c", "x"), ("%5c", "\u20ac"),
            ("%", 1), ("%5", 1), ("%(a", {"a": 1}), ("%.", 1), ("%-", 1), ("%l", 1), ("%99999999999999999999d", 1), ("%.99999999999999999999d", 1), ("%.9999999999d", 1), ("abc%", 1), ("%(a(b)c)s", {"a(b)c": "k"}), ("%(a)5s|", {"a": "k"}), ("%(a)", {"a": 1})]
for fmt, value in percents:
    r = err(lambda: fmt % (() if value is None else value))
    if isinstance(value, dict):
        kind, shown = "text", t("k")
    elif value is None:
        kind, shown = "text", ""
    else:
        kind = {int: "int", float: "float", str: "text"}[type(value)]
        shown = value_text(kind, value)
    line("percent", t(fmt), kind, shown, t(r))

bad = [b"", b"abc", "h\xe9\u20ac\U0001f600".encode(), b"\xff", b"a\x80b", b"\xc0\x80", b"\xc3", b"\xc3a", b"\xe2\x82", b"\xe2\x82a", b"\xe2a\x82", b"\xed\xa0\x80", b"\xf0\x9f\x98", b"\xf0\x9fa", b"\xf4\x90\x80\x80", b"\xf5\x80\x80\x80", b"\xe0\x80\x80", b"\xf0\x80\x80\x80", b"a" * 20 + b"\xe2\x82" + b"b" * 20,
       b"\x00\xd8", b"\x00\xd8\x00", b"\x00\xd8\x00\xdc", b"\x00\xdc\x00\x00", b"a\x00b\x00", b"a", b"\xff\xfea\x00", b"\xfe\xff\x00a", b"\xef\xbb\xbfabc", b"\xef\xbb", b"\x00\x00\x11\x00", b"a\x00\x00\x00", b"\x00\xd8\x00\x00", b"\xff\xfe\x00\x00a\x00\x00\x00", b"\x00\x00\xfe\xff\x00\x00\x00a", b"\x00\xd8a\x00", b"\x00\x00\x00",
       b"\\n\\t\\x41\\u20ac\\U0001f600\\101\\q", b"\\", b"\\x", b"\\x4", b"\\xg", b"\\u12", b"\\u12g4", b"\\U00110000", b"\\U0001", b"\\N{BULLET}", b"\\N{no such}", b"\\N{", b"\\N", b"\\N{}", b"\\777", b"\\8", b"\\\nx", b"\\ud83d\\ude00", b"\\\\u0041", b"\\\\\\u0041", b"a\xe9\\u00e9", b"\\'\\\"\\a\\b\\f\\v\\r", b"\\400", b"\\1\\12\\1234",
       b"+AGEAYg-", b"a+-b", b"+AGE", b"+AGE!", b"+2D3eAA-", b"+2D0-", b"+\xff", b"\xff+", b"+AG", b"+AGFB-", b"~", b"+3gA-x", b"+A-", b"+AA-", b"+!", b"+", b"-+AGE-b-", b"+AGE-+AGI-", b"\\+2D0AYQ", b"+IKwg", b"+2AAAYQ-", b"+AGF-", b"+AGF", b"+AGFhYQ-"]
codecs = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "latin-1", "ascii", "unicode_escape", "raw_unicode_escape", "utf-7"]
for codec in codecs:
    for data in bad:
        for errors in ("strict", "replace", "ignore"):
            if codec == "utf-8-sig" and errors == "strict":
                pass
            try:
                import warnings
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    r = t(data.decode(codec, errors))
            except UnicodeDecodeError as exc:
                r = f"!{exc.start} {exc.end} {exc.reason}"
            line("decode", codec, errors, data.hex(), r)
sources = ["", "abc", "h\xe9", "\u20ac\u20ac", "\U0001f600x", "a\ud800b", "\ud800\udc00", "\udc80\udcffx", "\x00\n\\\x7f\xff\u0100", "a+b-c~\\d", "+", "\u2262\u0391.", "Hi Mom \u263a!", "\xe9" * 5, "a\u20acb\u20ac", "\ufeffx", "'\"", "\u20ac-", "\u20aca", "\u20ac+", "\t \r\n", "\U0010ffff\ue000"]
for codec in codecs:
    for text in sources:
        for errors in ("strict", "replace", "ignore"):
            try:
                r = text.encode(codec, errors).hex()
            except UnicodeEncodeError as exc:
                r = f"!{exc.start} {exc.end} {exc.reason}"
            line("encode", codec, errors, t(text), r)
import codecs as C, warnings
warnings.simplefilter("ignore")
for data in (b"", b"abc", b"\\n\\x41\\101\\q\\\\\\'", b"\\", b"\\x", b"\\x4", b"\\xg1", b"\\777", b"a\\\nb", b"\xff\\8", b"\\18"):
    for errors in ("strict", "replace", "ignore"):
        r = err(lambda: C.escape_decode(data, errors)[0])
        line("escapedecode", errors, data.hex(), t(r) if isinstance(r, str) else r.hex())
line("escapeencode", bytes(range(256)).hex(), C.escape_encode(bytes(range(256)))[0].hex())

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "vectors.txt"), "w", encoding="ascii", newline="\n") as file:
    file.write("\n".join(out) + "\n")
print(len(out))
