class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw):
        print("prepare", name, [b.__name__ for b in bases], kw)
        return {"prepared": True}
    def __new__(mcs, name, bases, ns, **kw):
        print("new", name, sorted(k for k in ns if not k.startswith("__")), kw)
        return super().__new__(mcs, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw):
        print("init", name, kw)
        super().__init__(name, bases, ns)
    def __call__(cls, *a, **k):
        print("call", cls.__name__, a, k)
        return super().__call__(*a, **k)
    def __instancecheck__(cls, obj):
        return obj == 42 or super().__instancecheck__(obj)
    def __subclasscheck__(cls, sub):
        return sub is int or super().__subclasscheck__(sub)
    def __getattr__(cls, name):
        if name.startswith("magic"):
            return name
        raise AttributeError(name)
    def __len__(cls): return 7
    def __iter__(cls): return iter("xyz")
    def __contains__(cls, x): return x == "in"
    def __getitem__(cls, k): return (cls.__name__, k)
    def __add__(cls, other): return f"{cls.__name__}+{other}"
    def __repr__(cls): return f"<Meta {cls.__name__}>"
    @property
    def prop(cls): return "prop of " + cls.__name__
    def method(cls): return "metamethod"
class A(metaclass=Meta, flag=1):
    x = 1
    def __init__(self, v): self.v = v
class B(A, flag=2): pass
a = A(5)
print(a.v, isinstance(42, A), issubclass(int, A), isinstance(1, A), A.magic_one, len(A), list(A), "in" in A, A["k"], A + 1, A, A.prop, A.method())
try:
    a.method
except AttributeError as exc:
    print(exc)
try:
    A.other
except AttributeError as exc:
    print(repr(exc))
print(type(B).__name__, type(A) is Meta, A.prepared)
class M1(type): pass
class M2(type): pass
class X(metaclass=M1): pass
class Y(metaclass=M2): pass
try:
    class Z(X, Y): pass
except TypeError as exc:
    print(exc)
class M3(M1, M2): pass
class W(X, Y, metaclass=M3): pass
print(type(W).__name__)
def factory(name, bases, ns, **kw):
    print("factory", name, kw)
    return (name, bases)
class V(metaclass=factory, k=1): pass
print(V)
try:
    class U(metaclass=5): pass
except TypeError as exc:
    print(exc)
class NS(dict):
    def __setitem__(self, k, v):
        if not k.startswith("__"):
            print("set", k, end="; ")
        super().__setitem__(k, v)
    def __missing__(self, k):
        if k.isupper():
            return k.lower()
        raise KeyError(k)
class M4(type):
    @classmethod
    def __prepare__(mcs, *a): return NS()
class T(metaclass=M4):
    a = RED
    b = 2
    def c(self): pass
print(T.a, T.b)
try:
    class S(metaclass=M4, kw=1): pass
except TypeError as exc:
    print(exc)
try:
    class Q(kw=1): pass
except TypeError as exc:
    print(exc)
