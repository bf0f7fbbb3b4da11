# What a conversion names is fetched in the order in which it is read, up to the first fault.
import re, string


def t(text, **names):
    try:
        result = eval(text, globals() | names)
        print(text, re.sub("0x[0-9a-f]+", "", repr(result)))
    except BaseException as e:
        print(text, repr(e))

for prefix in "", "b":
    for form in ("%%", "%5%", "%l%", "%-%", "%.3%", "%*%", "%(a)%", "%(a", "%(a)99999999999999999999d", "%d%99999999999999999999d", "%*.99999999999d", "%.99999999999d", "%-*", "%(b)", "%r%*L"):
        for right in ("()", "(1,)", "(1, 2)", "{b'a': 1, 'a': 1}"):
            t(f"{prefix}{form!r} % {right}")
for form in ("{0!r}{1!rr}", "{x}}", "{0}{a[", "{0..a}", "{0[1][2]}", "{0[a]b}", "{0!z}{"):
    for args in ((), ([1, 2],)):
        t(f"string.Formatter().vformat({form!r}, args, {{}})", args=args)
        t(f"{form!r}.format(*args)", args=args)
parts = string._string.formatter_parser("a{b!r:c}d}")
print(type(parts).__name__, next(parts), iter(parts) is parts)
t("next(parts)", parts=parts)
first, rest = string._string.formatter_field_name_split("a.b[1][c]x")
print(first, type(rest).__name__, next(rest), next(rest), next(rest))
t("next(rest)", rest=rest)
for text in ("'nan\u0663j'", "'zz\u0663'", "'abz\u65e5'", "'z\\ud800'", "'az'", "b'az'"):
    t(f"bytes.fromhex({text})")
for name in ("xmlcharrefreplace", "namereplace"):
    for encoding in ("ascii", "utf-8", "utf-16", "shift_jis", "cp1252", "unicode_escape"):
        t(f"b'\\x81\\\\x'.decode({encoding!r}, {name!r})")
# What is cut and filled up to the length that it had is another text.
print(["%5.0s" % -2.25, "%3.1s" % "abc", "%-3.1s" % "abc", "%5.5s" % -2.25, "%s" % "abc", "%3s" % "abc", "%4.3r" % "ab", "%2.1a" % 12])
