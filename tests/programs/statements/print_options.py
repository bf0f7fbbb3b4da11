import io, sys
print()
print(1, "two", [3], sep="-")
print(1, 2, end="!\n")
print("a", "b", sep="")
print("x", sep="unused", end="")
print()
print(*range(3), sep=", ", end=".\n")
print(None, True, ..., sep="\t")
buf = io.StringIO()
print("to buffer", 1.5, file=buf, end="|")
print("more", file=buf, flush=True)
print(repr(buf.getvalue()))
print("none", sep=None, end=None, file=None)
for kw in ({"sep": 1}, {"end": b""}, {"nope": 1}):
    try:
        print("x", **kw)
    except TypeError as exc:
        print(exc)
class W:
    def __init__(self): self.parts = []
    def write(self, s): self.parts.append(s)
w = W()
print("a", 1, sep="+", file=w)
print(w.parts)
class S:
    def __str__(self): return "str"
    def __repr__(self): return "repr"
print(S(), [S()], (S(),), {S(): S()}, f"{S()} {S()!r}")
class BadStr:
    def __str__(self): return 5
try:
    print(BadStr())
except TypeError as exc:
    print(exc)
old, sys.stdout = sys.stdout, buf
print("redirected")
sys.stdout = old
print(buf.getvalue().splitlines()[-1])
sys.stdout.write("written\n")
print("é", "日本", "\U0001f40d")
print(sys.stdout.write("") == 0)
