"""Replacements, templates and results of calls that are of another kind than the text."""
import re


class S(str): pass
class B(bytes): pass


TEMPLATES = ["<\\g<0>>", b"<\\g<0>>", "\\g<0>", b"\\g<0>", "<\\g<0>\\g<0>", b"\\g<0>-", "\\g<0>-", "\\n", b"\\n", "x", b"x", "", b"",
             lambda m: "x", lambda m: b"x", lambda m: m[0], lambda m: None, S("<\\g<0>>"), S("x"), bytearray(b"<\\g<0>"), 3, None]
OF_GROUPS = ["-\\g<1>", b"-\\g<1>", "-\\g<0>\\g<2>-\\g<1>", "\\g<2>", "\\g<2>\\g<2>", b"\\g<2>", b"\\g<2>-", "\\g<2>-\\g<1>"]
for pattern, texts in ((b"[a-c]", [b"aab", b"", b"xax", B(b"xa"), bytearray(b"xa")]), ("[a-c]", ["aab", "", "xax", S("xa"), "\xe9a\xe9"]),
                       (b"([a-c])(x)?", [b"a", b"xax"]), ("([a-c])(x)?", ["a", "xax"])):
    compiled = re.compile(pattern)
    for text in texts:
        for i, template in enumerate(TEMPLATES + OF_GROUPS * (compiled.groups > 0)):
            results = []
            for how in "sub", "subn", "expand":
                try:
                    if how != "expand":
                        result = getattr(compiled, how)(template, text)
                    elif not callable(template):
                        result = [m.expand(template) for m in compiled.finditer(text)]
                    else:
                        continue
                    results.append(ascii(result))
                except Exception as e:
                    results.append(f"{type(e).__name__}: {e}")
            print(pattern, ascii(text), i, *results, sep=" | ")

# All are called before the first that does not fit is told.
seen = []
try:
    re.sub("a", lambda m: seen.append(m.start()) or [b"x", "y", 3][len(seen) % 3], "abacad")
except TypeError as e:
    print(e, seen)
