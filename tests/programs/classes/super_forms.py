class A:
    attr = "A.attr"
    def f(self): return "A.f"
    @classmethod
    def c(cls): return f"A.c({cls.__name__})"
    @staticmethod
    def s(): return "A.s"
    @property
    def p(self): return "A.p"
    def __getitem__(self, i): return f"A[{i}]"
class B(A):
    attr = "B.attr"
    def f(self):
        return super().f() + ">B.f", super(B, self).attr, super().p
    @classmethod
    def c(cls): return super().c() + ">B.c"
    @staticmethod
    def s(): return super(B, B).s() + ">B.s"
    def __getitem__(self, i): return super().__getitem__(i) + ">B"
    def inner(self):
        def g():
            return super().f()
        return g
    def comp(self):
        return [super(B, self).f() for _ in range(1)]
b = B()
print(b.f(), b.c(), B.c(), b.s(), b[1], b.comp())
try:
    b.inner()()
except Exception as exc:
    print(type(exc).__name__, exc)
s = super(B, b)
print(s.f(), s.__thisclass__.__name__, s.__self__ is b, s.__self_class__.__name__)
try:
    s.nope
except AttributeError as exc:
    print(exc)
try:
    s[0]
except TypeError as exc:
    print(exc)
try:
    s.x = 1
except AttributeError as exc:
    print(exc)
for call in (lambda: super(), lambda: super(B, 5), lambda: super(5), lambda: super(A, A()).f(), lambda: super(B).f):
    try:
        print(call())
    except Exception as exc:
        print(type(exc).__name__, exc)
def loose(self):
    return super().f()
B.loose = loose
try:
    b.loose()
except RuntimeError as exc:
    print(exc)
class C(B):
    def f(self):
        self = None
        try:
            return super().f()
        except Exception as exc:
            return type(exc).__name__ + ": " + str(exc)
    def noself():
        return super().f()
    def deleted(self):
        del self
        return super().f()
    __class__ = property(lambda self: "fake")
c = C()
print(c.f(), c.__class__)
for call in (C.noself, lambda: C.deleted(c)):
    try:
        call()
    except RuntimeError as exc:
        print(exc)
class D:
    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        cls.made = True
    def __new__(cls, *a):
        self = super().__new__(cls)
        self.args = a
        return self
class E(D): pass
print(E.made, E(1, 2).args)
unbound = super(B)
class F(B):
    pass
F.__sup = unbound
print(type(unbound.__get__(F(), F)).__name__, unbound.__get__(F(), F).f())
