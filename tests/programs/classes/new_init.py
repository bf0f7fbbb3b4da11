class A:
    def __new__(cls, *args, **kw):
        print("new", cls.__name__, args, kw)
        return super().__new__(cls)
    def __init__(self, *args, **kw):
        print("init", args, kw)
A(1, x=2)
class B:
    def __new__(cls):
        return 5
    def __init__(self):
        print("never")
print(B())
class C(int):
    def __new__(cls, v):
        return super().__new__(cls, v * 2)
    def __init__(self, v):
        self.orig = v
c = C(21)
print(c, c.orig, type(c).__name__, c + 1, type(c + 1).__name__)
class S(str):
    def __new__(cls, text, tag=None):
        self = super().__new__(cls, text.upper())
        self.tag = tag
        return self
s = S("hi", tag=1)
print(s, s.tag, s.lower(), type(s.lower()).__name__, s == "HI", hash(s) == hash("HI"))
class T(tuple):
    def __new__(cls, *items):
        return super().__new__(cls, items)
print(T(1, 2, 3), T(1, 2)[0], T() == ())
class L(list):
    def __init__(self, n):
        super().__init__(range(n))
print(L(3), L(2) + [9], type(L(1)[:]).__name__)
class D(dict):
    def __missing__(self, key):
        return key * 2
d = D(a=1)
print(d["a"], d["b"], d.get("b"), "b" in d, d)
class BadInit:
    def __init__(self):
        return 1
try:
    BadInit()
except TypeError as exc:
    print(exc)
class Singleton:
    _inst = None
    def __new__(cls):
        if cls._inst is None:
            cls._inst = super().__new__(cls)
        return cls._inst
print(Singleton() is Singleton())
class Sub(A):
    def __new__(cls, *a):
        return A.__new__(A, *a)
print(type(Sub(1)).__name__)
class Other:
    def __new__(cls):
        return Sub.__new__(Sub, "x")
print(type(Other()).__name__)
class F(float):
    def __repr__(self): return f"F({float(self)})"
print(F("2.5"), [F(1)], F(1) + 1, F(3).is_integer(), float.fromhex("0x1p3"), F.fromhex("0x1p3"))
class NoArgs: pass
print(object.__new__(NoArgs).__class__.__name__)
try:
    object.__new__(NoArgs, 1)
except TypeError as exc:
    print(exc)
class By(bytes): pass
print(By(b"ab"), type(By(b"ab") + b"c").__name__, By(3), frozenset.__new__(type("FS", (frozenset,), {}), [1]))
