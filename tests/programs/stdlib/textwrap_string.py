import textwrap, string
text = "The quick brown fox jumps over the lazy dog.  A second sentence follows; hyphen-ated words and averyveryverylongword end it."
print(textwrap.fill(text, 30), textwrap.fill(text, 20, initial_indent="* ", subsequent_indent="  "), sep="\n--\n")
print(textwrap.wrap("aaa bbb ccc", 7), textwrap.wrap("", 5), textwrap.wrap("abcdefghij", 4), textwrap.wrap("abcdefghij kl", 4, break_long_words=False), textwrap.wrap("a-b-c-d", 3, break_on_hyphens=False), textwrap.wrap("x\ty  z", 10, expand_tabs=False, replace_whitespace=False, drop_whitespace=False))
print(textwrap.shorten(text, 30), textwrap.shorten("a b c", 3, placeholder="~"), repr(textwrap.dedent("""
    one
      two
    \tthree

    four
""")), textwrap.indent("a\n\nb\n", "> "), textwrap.indent("a\n\nb", "> ", lambda l: True), textwrap.wrap("one two three four five six", 9, max_lines=2), textwrap.wrap("Hi.  There! ok", 50, fix_sentence_endings=True))
for f in (lambda: textwrap.wrap("a", 0), lambda: textwrap.shorten("abc def", 2), lambda: textwrap.fill(5)):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
T = string.Template
t = T("$who likes ${what} $$5 $")
print(T("$a ${b}c $$").substitute(a=1, b=2), T("$a $z").safe_substitute(a=1), t.template, T("$a").substitute({"a": 5}, a=6), T("$a ${b} $$ $a").get_identifiers(), t.is_valid(), T("$ok").is_valid())
for f in (lambda: T("$x").substitute(), lambda: t.substitute(who=1, what=2), lambda: T("${").substitute(), lambda: T("a\n$1").substitute()):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
class P(T):
    delimiter = "%"
    idpattern = "[a-z]+_[a-z]+"
print(P("%a_b %c $x").safe_substitute(a_b=1, c=2))
print(string.ascii_lowercase, string.digits, string.punctuation, repr(string.whitespace), string.hexdigits, string.octdigits, len(string.printable), string.capwords("hello  world", None), string.capwords("a-b", "-"))
f = string.Formatter()
print(f.format("{0} {x!r:>5}", 1, x="y"), list(f.parse("a{b.c!r:d{e}}f{{")), f.vformat("{}", [5], {}), f.get_field("a[0]", (), {"a": [9]}), f.convert_field(1, "r"))
class F(string.Formatter):
    def get_value(self, key, args, kw): return f"<{key}>"
print(F().format("{a} {0}"))
