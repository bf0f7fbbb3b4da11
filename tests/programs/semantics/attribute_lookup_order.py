class Data:
    def __init__(self, n): self.n = n
    def __get__(self, o, t=None): return f"data {self.n}"
    def __set__(self, o, v): o.__dict__["set_" + self.n] = v
class Non:
    def __init__(self, n): self.n = n
    def __get__(self, o, t=None): return f"nondata {self.n}"
class Meta(type):
    m_data = Data("meta"); m_non = Non("meta"); both = Data("meta both"); plain = "meta plain"; only_meta = "only meta"
    def __getattr__(cls, n): return f"meta getattr {n}"
class Base:
    b = "base"; d = Non("base d")
class C(Base, metaclass=Meta):
    d = Data("d"); n = Non("n"); p = "class p"; m_data = "class m_data"; m_non = "class m_non"; both = Data("class both"); plain = "class plain"
    def __getattr__(self, n): return f"inst getattr {n}"
c = C(); c.__dict__.update(d="inst d", n="inst n", p="inst p", b="inst b")
print(c.d, c.n, c.p, c.b, c.zzz, C.d, C.n, C.p, C.b, C.zzz, sep=" | "); print(C.m_data, C.m_non, C.both, C.plain, C.only_meta, c.plain, c.only_meta, sep=" | ")
c.d = 5; c.n = 6; print(c.__dict__); Base.late = Data("late"); c.__dict__["late"] = 1; print(c.late); del Base.late; print(c.late)
print(object.__getattribute__(c, "n"), type.__getattribute__(C, "p"), super(C, c).b, super(C, c).d); 
class Slot:
    __slots__ = ("s",); x = 5
o = Slot(); o.s = 1; print(o.s, o.x)
try: o.x = 6
except AttributeError as exc: print(exc)
try: o.y = 6
except AttributeError as exc: print(exc)
class G:
    def __getattribute__(self, n):
        if n == "missing": raise AttributeError("custom")
        return object.__getattribute__(self, n)
    def __getattr__(self, n): return f"fallback {n}"
print(G().missing, G().other); G.cls_attr = "c"; print(G().cls_attr); inst = G(); inst.__class__ = type("H", (G,), {"cls_attr": "h"}); print(inst.cls_attr, type(inst).__name__)
class Counter:
    def __init__(self): self.calls = 0
    def __get__(self, o, t): self.calls += 1; return self.calls
class K: c = Counter()
k = K(); print(k.c, k.c, K.c, K.__dict__["c"].calls); K.c = "replaced"; print(k.c); K.m = lambda self: "m1"; b = k.m; K.m = lambda self: "m2"; print(b(), k.m()); k.m = lambda: "inst"; print(k.m(), K.m(k))
