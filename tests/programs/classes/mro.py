class A:
    def who(self): return ["A"]
class B(A):
    def who(self): return ["B"] + super().who()
class C(A):
    def who(self): return ["C"] + super().who()
class D(B, C):
    def who(self): return ["D"] + super().who()
class E(C): pass
class F(D, E):
    def who(self): return ["F"] + super().who()
print(F().who(), [c.__name__ for c in F.__mro__])
for bases in ((A, B), (B, B), (object, A), (D, F), (bool,), (type(None),), (range,), (int, str), (5,), (type(lambda: 0),), (slice,), (type(...),), (memoryview,)):
    try:
        type("X", bases, {})
        print([getattr(b, "__name__", b) for b in bases], "ok")
    except TypeError as exc:
        print(exc)
X = type("X", (object,), {})
Y = type("Y", (object,), {})
P = type("P", (X, Y), {})
Q = type("Q", (Y, X), {})
try:
    class R(P, Q): pass
except TypeError as exc:
    print(exc)
class M(type):
    def mro(cls):
        return [cls, A, object] if cls.__name__ == "Custom" else super().mro()
class Custom(metaclass=M): pass
print(Custom.__mro__, Custom().who())
class Base1: v = 1
class Base2: v = 2
class Child(Base1): pass
c = Child()
print(c.v)
Child.__bases__ = (Base2,)
print(c.v, Child.__mro__)
try:
    Child.__bases__ = ()
except TypeError as exc:
    print(exc)
try:
    Child.__bases__ = (int,)
except TypeError as exc:
    print(exc)
class Proxy:
    def __mro_entries__(self, bases):
        print("entries", len(bases))
        return (A,)
class UsesProxy(Proxy()): pass
print(UsesProxy.__bases__, UsesProxy.__orig_bases__[0].__class__.__name__)
try:
    type("Z", (Proxy(),), {})
except TypeError as exc:
    print(exc)
print(D.mro() == list(D.__mro__), super(B, D()).who(), super(D, D).who.__qualname__)
