class T:
    def __init__(self): self._v = 0
    @property
    def v(self):
        "the v"
        return self._v
    @v.setter
    def v(self, value):
        if value < 0:
            raise ValueError("negative")
        self._v = value
    @v.deleter
    def v(self):
        print("deleted")
        self._v = None
    ro = property(lambda self: "ro")
    wo = property(None, lambda self, x: print("write", x))
    nothing = property()
t = T()
t.v = 3
t.v += 4
print(t.v, T.v.__doc__, T.v.fget.__name__, T.v.__name__)
del t.v
print(t.v)
try:
    t.v = -1
except ValueError as exc:
    print(exc)
t.wo = 5
for action in ("t.ro = 1", "del t.ro", "t.wo", "t.nothing", "t.nothing = 1", "del t.wo"):
    try:
        exec(action)
    except AttributeError as exc:
        print(exc)
class Sub(T):
    @T.v.getter
    def v(self): return ("sub", self._v)
    @property
    def ro(self): return super().ro + "!"
s = Sub()
s.v = 9
print(s.v, s.ro)
class P(property):
    def __get__(self, obj, owner=None):
        return ("P", super().__get__(obj, owner)) if obj is not None else self
class U:
    @P
    def x(self): return 1
print(U().x, isinstance(U.x, property))
p = property(lambda s: 1, doc="given")
print(p.__doc__, p.fset, p.fdel, p.__isabstractmethod__)
class V:
    @property
    def raises(self): return self.missing
    def __getattr__(self, name): return f"getattr {name}"
print(V().raises)
class W:
    x = property(lambda self: self._x, lambda self, v: setattr(self, "_x", v))
    y = x.getter(lambda self: self._x * 2)
w = W()
w.x = 4
print(w.x, w.y)
class CP:
    total = 0
    @classmethod
    def make(cls): return cls()
    @staticmethod
    def util(x): return x * 2
print(CP.make().__class__.__name__, CP.util(4), CP().util(5), CP.__dict__["util"].__func__(6), CP.__dict__["make"].__func__(CP).__class__.__name__)
print(CP.__dict__["util"].__wrapped__.__name__, CP.__dict__["util"](7), CP.make.__self__.__name__)
