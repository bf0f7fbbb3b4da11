class V:
    def __init__(self, *c): self.c = c
    def __repr__(self): return f"V{self.c}"
    def __add__(self, o): return V(*(a + b for a, b in zip(self.c, o.c))) if isinstance(o, V) else NotImplemented
    def __radd__(self, o): return ("radd", o)
    def __mul__(self, k): return V(*(a * k for a in self.c)) if isinstance(k, (int, float)) else NotImplemented
    __rmul__ = __mul__
    def __neg__(self): return V(*(-a for a in self.c))
    def __pos__(self): return "pos"
    def __abs__(self): return sum(a * a for a in self.c) ** 0.5
    def __invert__(self): return "invert"
    def __matmul__(self, o): return sum(a * b for a, b in zip(self.c, o.c))
    def __divmod__(self, o): return ("divmod", o)
    def __rdivmod__(self, o): return ("rdivmod", o)
    def __pow__(self, e, mod=None): return ("pow", e, mod)
    def __rpow__(self, b): return ("rpow", b)
    def __lshift__(self, o): return ("lshift", o)
    def __rrshift__(self, o): return ("rrshift", o)
    def __and__(self, o): return ("and", o)
    def __ror__(self, o): return ("ror", o)
    def __xor__(self, o): return ("xor", o)
    def __truediv__(self, o): return ("truediv", o)
    def __rfloordiv__(self, o): return ("rfloordiv", o)
    def __mod__(self, o): return ("mod", o)
    def __int__(self): return 7
    def __float__(self): return 7.5
    def __complex__(self): return 7j
    def __index__(self): return 2
    def __round__(self, n=None): return ("round", n)
    def __trunc__(self): return "trunc"
    def __floor__(self): return "floor"
    def __ceil__(self): return "ceil"
    def __len__(self): return len(self.c)
    def __contains__(self, x): return x in self.c
    def __call__(self, *a, **k): return (a, k)
    def __format__(self, spec): return f"<{spec}>"
    def __bytes__(self): return b"vb"
    def __reversed__(self): return "reversed"
    def __length_hint__(self): return 3
v, w = V(1, 2), V(3, 4)
import math
print(v + w, 1 + v, v * 3, 3 * v, -v, +v, abs(w), ~v, v @ w, divmod(v, 1), divmod(1, v), v ** 2, pow(v, 2, 5), 2 ** v, v << 1, 1 >> v, v & 1, 1 | v, v ^ 1)
print(v / 2, 5 // v, v % 3, int(v), float(v), complex(v), [10, 20, 30][v], hex(v), round(v), round(v, 2), math.trunc(v), math.floor(v), math.ceil(v))
print(len(v), 1 in v, 5 in v, v(1, k=2), f"{v:spec}", format(v), bytes(v), reversed(v), bool(v), bool(V()), "abc"[v:], range(v))
for expr in ("v + 1", "v - 1", "1 - v", "v * 'a'", "v // 2", "v >> 1", "v | 1", "v @ 1", "1 / v", "v < w", "v[0]", "v ** w", "iter(v)", "v()()", "-'a'", "'a' @ v"):
    try:
        print(expr, eval(expr))
    except Exception as exc:
        print(expr, type(exc).__name__, exc)
