class D(dict):
    def __getitem__(self, k): return f"got {k}"
    def __setitem__(self, k, v): super().__setitem__(k, (v, "set"))
    def __contains__(self, k): return True
    def __len__(self): return 99
    def __iter__(self): return iter(["fake"])
d = D(a=1); d["b"] = 2; print(d["zz"], d.get("a"), d, "q" in d, len(d), list(d), dict(d), {**d}, d == {"a": 1, "b": (2, "set")}, bool(d), sorted(d.items()), d.copy(), type(d.copy()).__name__)
class L(list):
    def __getitem__(self, i): return "item"
    def append(self, x): super().append(x * 2)
    def __iter__(self): return iter("iter")
l = L([1]); l.append(5); l += [7]; print(l, l[0], list(l), l[:], [*l], len(l), l == [1, 10, 7], sorted(l), l + [1], type(l + [1]).__name__, type(l * 2).__name__, "".join(map(str, l)), tuple(l), l.index(10), l.copy())
class S(str):
    def __len__(self): return 42
    def __getitem__(self, i): return "?"
    def upper(self): return "UP"
    def __eq__(self, o): return True
    __hash__ = str.__hash__
    def __add__(self, o): return S(str(self) + "+" + o)
    def __format__(self, spec): return f"S[{spec}]"
s = S("abc"); print(len(s), s[0], s.upper(), s == "zz", s + "d", "x" + s, f"{s:>5}", "%s" % s, "-".join([s, s]), s[:2], str(s), repr(s), s.title(), {s: 1}["abc"], int(S("12")), s.replace("a", "b"), type(s.strip()).__name__)
class I(int):
    def __add__(self, o): return I(int(self) + int(o) + 100)
    def __repr__(self): return f"I({int(self)})"
    def __bool__(self): return False
    def __eq__(self, o): return "eq"
    __hash__ = int.__hash__
i = I(5); print(i + 1, 1 + i, i - 1, -i, i * 2, bool(i), i == 5, i < 6, [10, 20, 30, 40, 50, 60][i], range(i), f"{i}", f"{i:d}", "%d" % i, str(i), int(i), i.bit_length(), sum([i, i]), max(i, 3), {5: "five"}[i], hash(i))
class F(float):
    def __mul__(self, o): return "mul"
    def __float__(self): return 99.0
f = F(2.5); print(f * 2, 2 * f, f + 1, float(f), f"{f:.1f}", int(f), round(f), f.hex(), [f], f == 2.5)
class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
    def __eq__(self, o): return "teq"
    def __hash__(self): return 7
    def __len__(self): return 1
t = T(1, 2, 3); print(t, len(t), t[1:], t == 5, hash(t), t + (4,), type(t + (4,)).__name__, list(t), "%s %s %s" % t, (lambda *a: a)(*t), t.count(1))
a, b, c = t; print(a, b, c)
class St(set):
    def add(self, x): super().add(str(x))
x = St([1]); x.add(2); x |= {3}; print(sorted(map(str, x)), type(x | {1}).__name__, type(x.copy()).__name__, x == {1, "2", 3})
class By(bytes):
    def __getitem__(self, i): return "b"
print(By(b"ab")[0], By(b"ab") + b"c", type(By(b"ab")[:]).__name__, By(b"x").hex(), bytes(By(b"z")))
class E(Exception):
    def __init__(self, *a, k=None): super().__init__(*a); self.k = k
    def __eq__(self, o): return isinstance(o, E) and self.k == o.k
e = E(1, 2, k=3); print(e.args, e.k, repr(e), str(e), e == E(k=3)); import collections; OD = type("OD", (collections.OrderedDict,), {"__missing__": lambda self, k: k * 2}); print(OD(a=1)["zz"], OD(a=1)); 
class B2(bytearray): pass
class C2(complex): __add__ = lambda s, o: "cadd"
print(B2(b"q") + b"r", type(B2(b"q").upper()).__name__, C2(1, 2) + 1, 1 + C2(1, 2), abs(C2(3, 4))); P = type("P", (property,), {"__get__": lambda s, o, t=None: "pget"}); print(type("Q", (), {"v": P(lambda self: 1)})().v, type("Sm", (staticmethod,), {})(len)("ab"))
