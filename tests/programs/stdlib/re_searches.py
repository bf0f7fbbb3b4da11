"""Searches that start in special ways, one after another: lines, literals, looks around, empty matches, narrow ranges."""

import re

texts = ["", "a", "\n", "ab\nab\n\nabc", "xaab aab\nb", "éa\néab été\n日本a", "aaa", "foo bar, foo; BAR\n", "_a b_\n1 2"]
patterns = [
    r"^", r"^a", r"(?m)^", r"(?m)^\w+", r"(?m)(^a)", r"(?m)^$", r"(?m)$", r"a", r"ab", r"é", r"日本", r"\b", r"\b\w+", r"\B",
    r"(?=a)", r"(?=a)\w", r"(?!a)", r"(?!a)\w", r"(?<=a)", r"(?<=a)b", r"(?<!a)b", r"(?<!é)a", r"(?<=ab)\W", r"(?=ab)a", r"(?=.)",
    r"(?!.)", r"(?<=[^a])a", r"(?<!\w)\w", r"(?=[a-z]+,)", r"a*", r"a*?", r"(a)|b", r"(\w)\1", r"(\w\w)\1?", r"(?i)B", r"(?i)É",
    r"(?i)[é-ü]", r"(?a)\w+", r"\A", r"\Z", r"(?s).", r"[^\W\d_]+", r"(?<=^)a", r"(?=$)", r"(\w+)\s(?!\1)", r"",
]
for pattern in patterns:
    compiled = re.compile(pattern)
    for text in texts:
        for start in (0, 1, 4):
            spans = [m.span() for m in compiled.finditer(text, start)]
            found = compiled.findall(text, start)
            limited = compiled.findall(text, start, 5)
            m = compiled.search(text, start)
            print(pattern, start, spans, found, limited, m and m.span(), m and m.groups(), m and m.lastindex)
        print(compiled.split(text), compiled.split(text, 1), compiled.sub("<>", text), compiled.subn(r"[\g<0>]", text, 2))
        print(compiled.sub(lambda m: m[0] * 2 if m.end() % 2 else "", text))
    if pattern.isascii():
        compiled = re.compile(pattern.encode())
        print(*[(compiled.findall(text.encode()), compiled.sub(b"-", text.encode())) for text in texts])


# A pattern is used again while it replaces.
nested = re.compile(r"(\d)(\w)?")
print(nested.sub(lambda m: nested.sub(lambda k: f"<{k[1]}>", m[0]) + str(m.groups()), "1a2b3"))

# A scanner whose bytearray changes, and one that goes beyond its end.
data = bytearray(b"a1 b2 c3")
scanner = re.compile(rb"\w\d").scanner(data, 1)
print(scanner.search(), end=" ")
data[6:8] = b"z9"
print(scanner.search(), scanner.search(), scanner.search())
print([m[0] for m in re.compile("b").finditer("abab", 3, 1)], re.compile("b").search("ab", 5), re.compile("b").split(""))

for code in ([], {}), ({}, []):
    try:
        import _sre
        _sre.compile("abc", 0, [1], 0, *code)
    except TypeError as error:
        print(error)
try:
    _sre.compile("abc", 0, [2**70], 0, {}, ())
except OverflowError as error:
    print("OverflowError")

# Ways of a branch that can be told by the next byte, and what can be empty.
branches = [
    r"(?P<n>\d+(?:\.\d*)?)|(?P<id>\w+)|(?P<ws>\s+)", r"(?:a?|b)c", r"(?:(?=a)|b)\w", r"(?:^|,)(\w*)", r"(?:$|x)", r"(?:(?!a)|ab)\w",
    r"(?:|a)b", r"(?:(?:a|é)+|[^\W\d]|日)+", r"(?:\b|,)f", r"(?:(a)|b)*(?(1)c|d)", r"(?:(?<=a)b|a)", r"(?i:É|straSSe|ß)+", r"((a)|(b))+?$",
    r"(?:a{0,2}|b{2})x", r"(?>a+|ab)b?", r"(?:[^a]|aa)", r"(?:(\w)\1|ab)", r"((?:a|b)+)c\1", r"(?:a++|b)+c",
]
texts = ["3.14 pi ab", "ac bc c abc", ",a,,b\n", "xx\n", "aéé日本x", "fa,f", "aabacd bd", "strasse éÉ STRASSEß", "abab", "aabxbbx", "aabca abcab"]
for pattern in branches:
    compiled = re.compile(pattern)
    for text in texts:
        print(pattern, [(m.span(), m.groups(), m.lastgroup, m.regs) for m in compiled.finditer(text)], compiled.fullmatch(text))

# Replacements up to a number, joined to the rest; templates again and again, and through other objects.
for text in "a-b-c", "é-日-c", "", "-", "--é":
    print([re.subn("-", to, text, count=n) for n in (1, 2, 5) for to in ("", "+", "é")], re.sub("", "-", text), re.sub("-", "", text, count=1))
print(re.subn(b"-", b"+", b"a-b-c", count=1), re.subn(b"-", bytearray(b""), b"-", count=1), re.sub(b"(-)", memoryview(rb"\1\1"), b"-"))


class Text(str):
    pass


match = re.search(r"(\w)(\d)?", "a")
for template in r"\1\2", r"\g<1>", r"\1\2", Text(r"<\1>"), "plain", Text("plain"), r"\1\2":
    print(match.expand(template), match.re.sub(template, "a1"), type(match.expand(template)).__name__)
mutable = bytearray(rb"\1")
pattern = re.compile(rb"(\w)")
print(pattern.sub(mutable, b"ab"), end=" ")
mutable[:] = rb"<\1>"
print(pattern.sub(mutable, b"ab"))
for bad in r"\3", r"\g<", "\\":
    for _ in range(2):
        try:
            match.expand(bad)
        except re.error as error:
            print(error)
match = re.compile("".join(f"(?P<g{i}>{chr(97 + i % 26)})?" for i in range(20))).match("abcdefghijklmnopqr")
print(match.groups("?"), match.regs[17:], match.group(0, 20, "g3", 19, *range(5, 17)), match.group(True), match.lastindex)
for groups in (21,), (1, 21), (-1,), ("no",), (1.5,), (None, 1):
    try:
        match.group(*groups)
    except IndexError as error:
        print(error)
