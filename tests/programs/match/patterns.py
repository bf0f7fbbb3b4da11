from dataclasses import dataclass
@dataclass
class P:
    x: int
    y: int
class K:
    A = 1
    B = "b"
def m(v):
    match v:
        case 0: return "zero"
        case -1 | -2: return "minus"
        case 1.5: return "float"
        case 2 + 3j: return "complex"
        case "s" "t": return "str"
        case b"b": return "bytes"
        case None: return "None"
        case True: return "True"
        case False: return "False"
        case K.B: return "K.B"
        case []: return "empty seq"
        case [x]: return ("one", x)
        case [1, *rest]: return ("1+", rest)
        case [_, _, *_, "last"]: return "ends with last"
        case (a, (b, c)) if a == b: return ("guard", a, c)
        case [[a, b], {"k": [c, *_]}]: return ("nested", a, b, c)
        case {"type": "point", "x": x, "y": y}: return ("point map", x, y)
        case {"type": t, **rest} if rest: return ("map", t, rest)
        case {"only": _}: return "only"
        case P(0, 0): return "origin"
        case P(x=0, y=yy): return ("on y", yy)
        case P(x, y) if x == y: return ("diagonal", x)
        case P() as p: return ("point", p)
        case int(n) if n > 100: return ("big int", n)
        case int() | float() as num: return ("number", num)
        case str(s) if s.isupper(): return ("upper", s)
        case (1 | 2) as low, *_: return ("low first", low)
        case list() | tuple() as seq: return ("seq", len(seq))
        case dict(d): return ("dict", d)
        case set(): return "set"
        case _: return ("other", type(v).__name__)
for v in (0, 0.0, False, True, 1, -1, -2, 1.5, 2 + 3j, "st", "s", b"b", None, "b", [], (), [5], (5,), [1, 2, 3], [9, 8, 7, "last"], (4, (4, 6)), [[1, 2], {"k": [3, 4]}],
          {"type": "point", "x": 1, "y": 2, "z": 3}, {"type": "t", "a": 1}, {"only": 1}, {}, P(0, 0), P(0, 5), P(3, 3), P(1, 2), 500, 7, 2.25, "ABC", "abc", (2, "x", "y"), (7, 8, 9), {1}, object, range(3), bytearray(b"ab"), "ab", b"xy"):
    print(repr(v), "->", m(v))
