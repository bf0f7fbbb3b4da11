class S:
    __slots__ = ("a", "b", "_c")
    def __init__(self, a): self.a = a
s = S(1)
print(s.a, hasattr(s, "__dict__"), S.__slots__, type(S.a).__name__)
for action in ("s.b", "s.z = 1", "del s.b", "s.z"):
    try:
        exec(action)
    except AttributeError as exc:
        print(exc)
s.b = 2
del s.b
class T(S):
    __slots__ = ["d"]
t = T(1)
t.d = 4
print(t.a, t.d, T.__slots__)
class U(S): pass
u = U(1)
u.anything = 5
print(u.__dict__, u.a)
class V:
    __slots__ = "single"
v = V()
v.single = 1
print(v.single)
class W:
    __slots__ = ("x", "__dict__", "__weakref__")
w = W()
w.x, w.y = 1, 2
print(w.x, w.__dict__)
class D:
    __slots__ = {"p": "doc of p", "q": None}
print(D.p.__doc__, D.q.__doc__, D.p.__name__, D.p.__objclass__.__name__)
bad = [
    lambda: type("X", (), {"__slots__": ("a", "a b")}), lambda: type("X", (), {"__slots__": 5}), lambda: type("X", (), {"__slots__": (5,)}),
    lambda: type("X", (), {"__slots__": ("a",), "a": 1}), lambda: type("X", (S, D), {}), lambda: type("X", (int,), {"__slots__": ("a",)}),
    lambda: type("X", (tuple,), {"__slots__": ("a",)}), lambda: type("X", (W,), {"__slots__": ("__dict__",)}),
    lambda: type("X", (), {"__slots__": ("__weakref__", "__weakref__")}), lambda: type("X", (tuple,), {"__slots__": ()}),
    lambda: type("X", (), {"__slots__": ("a", "a")}),
]
for b in bad:
    try:
        print(b().__slots__)
    except (TypeError, ValueError) as exc:
        print(type(exc).__name__, exc)
class M:
    __slots__ = ("__private",)
    def __init__(self): self.__private = 1
    def get(self): return self.__private
print(M().get(), "_M__private" in M.__dict__)
import copy
c = copy.copy(t)
print(c.a, c.d, c is t)
try:
    S.a.__get__(5)
except TypeError as exc:
    print(exc)
s1, s2 = S(1), T(1)
try:
    s1.__class__ = T
except TypeError as exc:
    print(exc)
class S2:
    __slots__ = ("a", "b", "_c")
s1.__class__ = S2
print(type(s1).__name__, s1.a)
