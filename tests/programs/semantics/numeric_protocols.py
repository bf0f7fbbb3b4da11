class N:
    def __init__(s, v): s.v = v
    def __index__(s): return s.v
for f in (lambda n: [1, 2, 3][n], lambda n: list(range(n)), lambda n: "abc" * n, lambda n: hex(n), lambda n: bin(n), lambda n: chr(n + 0 if isinstance(n, int) else n.v + 64), lambda n: b"\0" * n, lambda n: 1 << 5 if n else 0, lambda n: round(3.14159, n), lambda n: int(n), lambda n: "%d" % n, lambda n: "%x" % n, lambda n: [0, 1, 2, 3][n:], lambda n: bytes(n), lambda n: divmod(7, n), lambda n: f"{n:d}", lambda n: pow(2, n), lambda n: (1, 2, 3)[:n], lambda n: float(n), lambda n: complex(n), lambda n: n + 1, lambda n: range(10)[n], lambda n: "a".ljust(n), lambda n: int("11", n), lambda n: slice(n).indices(5), lambda n: memoryview(b"abc")[n], lambda n: bytes([n]), lambda n: __import__("math").factorial(n), lambda n: __import__("operator").index(n), lambda n: list(__import__("itertools").islice("abcdef", n)), lambda n: "abc".find("c", n), lambda n: [1, 2, 3].pop(n), lambda n: sum([n]), lambda n: 5 % n):
    for v in (2, N(2)):
        try: print(f(v), end=" ")
        except Exception as exc: print(type(exc).__name__, exc, end=" ")
    print()
class R:
    def __round__(s, n="none"): return ("round", n)
    def __trunc__(s): return "t"
    def __floor__(s): return "f"
    def __ceil__(s): return "c"
    def __abs__(s): return "abs"
    def __divmod__(s, o): return "dm"
    def __rdivmod__(s, o): return "rdm"
    def __pow__(s, o, m=None): return ("pow", m)
    def __rpow__(s, o, m=None): return ("rpow", m)
    def __ipow__(s, o): return "ipow"
    def __rsub__(s, o): return "rsub"
    def __rlshift__(s, o): return "rlshift"
    def __rxor__(s, o): return "rxor"
    def __rand__(s, o): return "rand"
    def __rmatmul__(s, o): return "rmatmul"
    def __rmod__(s, o): return "rmod"
    def __rtruediv__(s, o): return "rtruediv"
    def __ilshift__(s, o): return "ilshift"
    def __ifloordiv__(s, o): return "ifloordiv"
r = R(); import math
print(round(r), round(r, 2), round(r, None), math.trunc(r), math.floor(r), math.ceil(r), abs(r), divmod(r, 1), divmod(1, r), r ** 2, pow(r, 2, 3), 2 ** r, pow(2, r), 1 - r, 1 << r, 1 ^ r, 1 & r, 1 @ r, 1 % r, 1 / r, "s" - r, "%d" % r if 0 else "", [] @ r)
x = r; x **= 2; print(x); x = r; x <<= 1; print(x); x = r; x //= 1; print(x); x = r
for op in ("x += 1", "x @= 1", "1 + x", "x | 1", "1 // x", "x > 1", "-x", "~x", "int(x)", "float(x)", "[1][x]", "pow(2, x, 5)"):
    try: print(op, eval(op) if "=" not in op.replace(">", "") else exec(op))
    except TypeError as exc: print(op, exc)
class Half:
    def __float__(s): return 0.5
    def __complex__(s): return 1j
    def __bool__(s): return False
print(float(Half()), complex(Half()), math.sqrt(Half()), "%.1f" % Half(), math.floor(Half()) if 0 else "", not Half(), sum([0.5, float(Half())]), max(1, 2, key=lambda v: Half().__float__() * -v), math.fsum([Half()]))
for bad in ("__float__", "__index__", "__complex__", "__bool__", "__len__", "__hash__", "__str__", "__repr__", "__bytes__", "__iter__", "__format__", "__dir__", "__length_hint__"):
    o = type("O", (), {bad: lambda s, *a: object})()
    f = {"__float__": float, "__index__": hex, "__complex__": complex, "__bool__": bool, "__len__": len, "__hash__": hash, "__str__": str, "__repr__": repr, "__bytes__": bytes, "__iter__": iter, "__format__": format, "__dir__": dir, "__length_hint__": __import__("operator").length_hint}[bad]
    try: print(bad, f(o))
    except TypeError as exc: print(bad, exc)
