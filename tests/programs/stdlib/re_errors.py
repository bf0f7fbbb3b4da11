import re
for pat in ("(", ")", "[", "a**", "*a", "+", "?", "a{2,1}", "(?P<1>a)", "(?P<a>x)(?P<a>y)", "(?P=nope)", r"\1", r"(a)\2", "(?<=a+)b", "[z-a]", r"\q", r"[\q]", "(?z)", "(?P<a", "(?P", "(?", "(?<a", "(?#", "a(?i)b", r"\x1", r"\u12", r"\N{nope}", "(?(1)a|b|c)", "(?(2)a)", "(?(x)a)", "[a-\\d]", "\\", "a{99999999999}", "(?-a)", "(?au:x)", "(?i-i:x)", "[[a]", "[a--b]", "(?P>x)", "(?:", "x{a}", "x{,", "{1}", "(?<!a|bc)d", "(?<=a|bc)d", r"(?P<é>x)", "(?L)a", r"\8", r"\08", "a++b*+c?+", "(?>a", "(?P<n>a)(?(n)b)"):
    try:
        r = re.compile(pat)
        print(repr(pat), "ok", r.groups)
    except re.error as exc:
        print(repr(pat), exc, exc.pos, exc.lineno, exc.colno)
    except Exception as exc:
        print(repr(pat), type(exc).__name__, exc)
for f in (lambda: re.match("a", b"a"), lambda: re.match(b"a", "a"), lambda: re.match("a", 5), lambda: re.compile(5), lambda: re.sub("a", r"\2", "a"), lambda: re.sub("a", r"\g<x>", "a"), lambda: re.sub("a", r"\g<", "a"), lambda: re.sub("a", r"\q", "a"), lambda: re.sub("a", b"x", "a"), lambda: re.sub("a", lambda m: 5, "a"), lambda: re.match("a", "a").group(1), lambda: re.match("a", "a").group("x"), lambda: re.match("(a)", "a")[5], lambda: re.match("a", "a").span("z"), lambda: re.compile("a", 99999999), lambda: re.compile(re.compile("a"), re.I), lambda: re.sub("a", r"\400", "a"), lambda: re.split(5, "a"), lambda: re.compile("a", re.A | re.U), lambda: re.compile(b"a", re.U), lambda: re.escape(5), lambda: re.match("a", "a").expand(r"\1"), lambda: re.compile("(?a)x").flags):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
print(re.error is re.PatternError, re.I, re.I | re.M, repr(re.RegexFlag(0)), re.NOFLAG, int(re.S), re.compile("(?im)a").flags)
s = "multi\nline\npattern("
try:
    re.compile(s, re.X)
except re.error as exc:
    print(exc, exc.lineno, exc.colno, exc.msg, exc.pattern == s)
try:
    re.Scanner([])
except RuntimeError as exc:
    print(exc)
