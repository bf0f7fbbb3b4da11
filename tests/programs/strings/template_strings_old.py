"""string.Template: placeholders, braces, missing names, other delimiters, and what is invalid."""
import string
from string import Template


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


t = Template("$who owes ${what}s $$5, $missing")
attempt(lambda: t.substitute(who="a", what="b"))
attempt(lambda: t.safe_substitute(who="a", what="b"))
attempt(lambda: t.substitute({"who": 1, "missing": 2}, what="kw"))
attempt(lambda: (t.get_identifiers(), t.is_valid(), t.template))
for text in ("$", "$5", "${", "${a b}", "line\n  ${}", "$\u00e9", "$$", "${a}$", "$_a1-b", "$A.b"):
    attempt(lambda: Template(text).substitute(a=1, _a1=2, A=3))
    attempt(lambda: (Template(text).safe_substitute(a=1), Template(text).is_valid()))


class Percent(Template):
    delimiter = "%"
    idpattern = "[a-z]+_[a-z]+"
    braceidpattern = "[0-9]+"


print(Percent("%a_b %a %{12} %%").safe_substitute(a_b="x", **{"12": "twelve"}), Percent.pattern.groups)
print(string.capwords("  heLLo   wOrld "), string.capwords("a-bC-d", "-"), string.hexdigits, string.whitespace.encode(), len(string.printable))
attempt(lambda: Template("$a").substitute({}, {}))
attempt(lambda: Template("$a").substitute(None))
