class A:
    def __add__(self, o): return "A.add"
    def __radd__(self, o): return "A.radd"
    def __sub__(self, o): return NotImplemented
    def __rsub__(self, o): return NotImplemented
class B(A):
    def __radd__(self, o): return "B.radd"
class C(A): pass
class D:
    def __radd__(self, o): return "D.radd"
    def __rsub__(self, o): return "D.rsub"
print(A() + A(), A() + B(), A() + C(), B() + A(), A() + D(), 1 + A(), A() + 1, 1 + D())
print(A() - D())
for f in (lambda: A() - A(), lambda: A() - 1, lambda: 1 - A(), lambda: D() + D(), lambda: D() - D()):
    try:
        print(f())
    except TypeError as exc:
        print(exc)
class I(int):
    def __radd__(self, o): return ("I.radd", int(o))
    def __rmul__(self, o): return ("I.rmul", o)
print(1 + I(2), I(2) + 1, I(1) + I(2), [1] * I(2), 2.0 * I(3), "a" * I(2))
class S(str):
    def __radd__(self, o): return "S.radd"
    def __rmod__(self, o): return "S.rmod"
print("a" + S("b"), "%s" % S("x"), S("a") + "b")
class Cmp:
    def __init__(self, n): self.n = n
    def __lt__(self, o):
        print("lt", end=" ")
        return NotImplemented
    def __gt__(self, o):
        print("gt", end=" ")
        return True
    def __le__(self, o):
        print("le", end=" ")
        return NotImplemented
    def __eq__(self, o):
        print("eq", end=" ")
        return NotImplemented
    def __hash__(self): return 1
class Sub(Cmp):
    def __gt__(self, o):
        print("sub.gt", end=" ")
        return "sub"
print(Cmp(1) < Cmp(2))
print(Cmp(1) < Sub(2))
print(Cmp(1) == Cmp(1), Cmp(1) != 5)
try:
    Cmp(1) <= Cmp(2)
except TypeError as exc:
    print(exc)
print(5 < Cmp(1), Cmp(1) > "x")
class IAdd:
    def __iadd__(self, o): return NotImplemented
    def __add__(self, o): return "add after iadd"
x = IAdd()
x += 1
print(x)
class NoneAdd:
    __add__ = None
    __radd__ = None
    __iter__ = None
    __contains__ = None
    __hash__ = None
n = NoneAdd()
for f in (lambda: n + 1, lambda: 1 + n, lambda: iter(n), lambda: 1 in n, lambda: hash(n), lambda: [*n]):
    try:
        print(f())
    except TypeError as exc:
        print(exc)
