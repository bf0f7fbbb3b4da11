class Comparable:
    def __le__(self, o): return self < o or self == o
    def __gt__(self, o): return not self <= o
    def __ge__(self, o): return not self < o
class Loggable:
    def log(self, *a): self.__dict__.setdefault("_log", []).append(a); return self
    @property
    def entries(self): return list(self.__dict__.get("_log", ()))
class Serializable:
    fields = ()
    def dump(self): return {f: getattr(self, f) for cls in reversed(type(self).__mro__) for f in vars(cls).get("fields", ())}
    @classmethod
    def load(cls, d): o = cls.__new__(cls); o.__dict__.update(d); return o
class Version(Comparable, Loggable, Serializable):
    fields = ("major", "minor")
    def __init__(self, text): self.major, self.minor = map(int, text.split("."))
    def __eq__(self, o): return (self.major, self.minor) == (o.major, o.minor)
    def __lt__(self, o): self.log("lt", o.major); return (self.major, self.minor) < (o.major, o.minor)
    __hash__ = None
    def __repr__(self): return f"v{self.major}.{self.minor}"
class Tagged(Version):
    fields = ("tag",)
    def __init__(self, text, tag): super().__init__(text); self.tag = tag
a, b = Version("1.2"), Tagged("1.10", "rc"); print(a < b, a > b, a <= a, a >= b, sorted([b, a]), b.dump(), Tagged.load(b.dump()), a.entries[:2], Tagged.__mro__[1:4], max(a, b))
class Root:
    def __init__(self, **kw): assert not kw, kw; self.order = ["Root"]
class A(Root):
    def __init__(self, *, a, **kw): super().__init__(**kw); self.a = a; self.order.append("A")
class B(Root):
    def __init__(self, *, b=2, **kw): super().__init__(**kw); self.b = b; self.order.append("B")
class C(A, B):
    def __init__(self, **kw): super().__init__(**kw); self.order.append("C")
c = C(a=1, b=5); print(c.order, c.a, c.b, [k.__name__ for k in C.__mro__])
try: C(a=1, z=3)
except AssertionError as exc: print(exc)
try: C()
except TypeError as exc: print(exc)
class Plugin:
    all = []
    def __init_subclass__(cls, **kw): super().__init_subclass__(**kw); Plugin.all.append(cls.__name__)
class P1(Plugin): pass
class P2(P1, Comparable): pass
print(Plugin.all); class_attrs = {n: type(v).__name__ for n, v in vars(Version).items() if not n.startswith("__")}; print(class_attrs); print(isinstance(b, (Loggable, int)), issubclass(Tagged, Comparable), Version.__base__, Version.__bases__[1].__name__, b.__class__.__bases__); del a._log; print(a.entries); setattr(Version, "shout", lambda self: repr(self).upper()); print(b.shout(), Version.shout(a)); Loggable.log = lambda self, *x: "patched"; print(a.log())
