def t(v):
    print("eval", end=" ")
    return v
match t(5):
    case 1: print("one")
    case n if print("guard", n, end=" ") or n > 3: print("bound", n)
print(n)
match (1, 2), 3:
    case (a, b), c: print(a, b, c)
match 1, 2:
    case [x, y]: print(x, y)
match *[1, 2], 3:
    case 1, *mid, 3: print(mid)
match 5:
    case 6: print("no")
print("fell through")
match [1, 2, 3]:
    case [a, b] | [a, b, _]: print("or", a, b)
class Seq:
    def __len__(self): return 2
    def __getitem__(self, i): return i
match Seq():
    case [a, b]: print("wrong")
    case _: print("not a sequence")
from collections.abc import Sequence, Mapping
class RealSeq(Sequence):
    def __len__(self): return 2
    def __getitem__(self, i):
        print("get", i, end=" ")
        return [10, 20][i]
match RealSeq():
    case [a, b]: print(a, b)
class M(dict):
    def __missing__(self, k): return "missing"
    def get(self, k, d=None):
        print("get", k, end=" ")
        return super().get(k, d)
match M(a=1):
    case {"b": x}: print("b")
    case {"a": x, **rest}: print(x, rest, type(rest).__name__)
class C:
    __match_args__ = ("a", "b")
    def __init__(self, a, b): self.a, self.b = a, b
match C(1, 2):
    case C(1, b=z): print(z)
for pat in ("C(1, 2, 3)", "C(1, a=1)", "int(1, 2)", "D(1)", "E(1)", "F(1)", "5()" , "g()"):
    class D: pass
    class E: __match_args__ = ["a"]
    class F: __match_args__ = (5,)
    g = 5
    src = f"match v:\n case {pat}: print('matched')\n case _: print('no match')"
    try:
        for v in (C(1, 2), D(), E(), F(), 1):
            exec(src, {**globals(), "v": v})
    except (TypeError, SyntaxError) as exc:
        print(pat, type(exc).__name__, exc)
def f(x):
    match x:
        case {"k": v} if v: return v
        case {"k": v}: return ("falsy", v)
        case [*_]: return "seq"
print(f({"k": 0}), f({"k": 5}), f([]), f(None))
def partial_bind(x):
    a = "unset"
    match x:
        case [a, 1]: pass
        case _: pass
    return a
print(partial_bind([5, 2]), partial_bind([5, 1]))
match = {"match": 1}
print(match["match"])
case = lambda x: x
print(case(3))
match[0] = 1
print(match)
match x := 5:
    case 5: print("walrus", x)
for i in range(4):
    match i:
        case 1: continue
        case 3: break
    print(i)
