def f(x):
    match x:
        case 0: return "zero"
        case 1 | 2: return "small"
        case int(): return "int"
        case str() as s if len(s) > 3: return "long " + s
        case str(): return "str"
        case [a, b]: return f"pair {a} {b}"
        case [a, *rest]: return f"list {a} {rest}"
        case {"k": v}: return f"dict {v}"
        case None: return "none"
        case _: return "other"
for v in (0, 2, 50, "ab", "abcd", [1, 2], (3,), [1, 2, 3], {"k": 5, "z": 1}, {}, None, 1.5, []): print(repr(v), f(v))
class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
match P(1, 2):
    case P(0, _): print("no")
    case P(x, y=2): print("matched", x)
