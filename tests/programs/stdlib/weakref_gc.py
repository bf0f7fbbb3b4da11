import weakref, gc
class C:
    def __init__(self, n): self.n = n
    def __repr__(self): return f"C({self.n})"
    def m(self): return self.n
def collect():
    for _ in range(3): gc.collect()
a = C(1)
r = weakref.ref(a, lambda ref: print("callback", ref() is None))
print(r() is a, weakref.ref(a) is weakref.ref(a), hash(r) == hash(a))
p = weakref.proxy(a); print(p.n, p.m(), repr(p)[:5] != "C(1)", type(p).__name__); p.n = 5; print(a.n, isinstance(p, C))
def scope():
    b = C(2); weakref.finalize(b, print, "finalized", 2)
    d = weakref.WeakValueDictionary(); d["k"] = b
    return d
d = scope(); collect(); print(len(d), "k" in d)
k = weakref.WeakKeyDictionary(); key = C(3); k[key] = "v"; print(k[key], len(k), list(k.items())[0][1])
s = weakref.WeakSet([key]); print(key in s, len(s), C(9) in s)
wm = weakref.WeakMethod(a.m); print(wm()(), wm() == a.m)
v = weakref.WeakValueDictionary(x=a); print(v["x"] is a, list(v), v.get("q"), v.pop("x") is a, dict(v))
for bad in (5, "s", [], {}, (), None, lambda: 0, C, len, {1}, frozenset(), b"", 1.5):
    try: print(type(weakref.ref(bad)()).__name__)
    except TypeError as exc: print(exc)
class Sl: __slots__ = ()
class Sw: __slots__ = ("__weakref__",)
try: weakref.ref(Sl())
except TypeError as exc: print(exc)
w = Sw(); print(weakref.ref(w)() is w)
f = weakref.finalize(a, lambda x: x * 2, 21); print(f.alive, f(), f.alive, f(), f.detach(), f.peek())
class Node: pass
def cycle():
    x, y = Node(), Node(); x.o, y.o = y, x
    return weakref.ref(x)
c = cycle(); collect(); print(c())
class D:
    log = []
    def __del__(self): D.log.append("del")
def make():
    d = D(); d.self = d
make(); collect(); print(D.log)
class Res:
    kept = None
    def __del__(self): Res.kept = self
def res(): Res()
res(); collect(); print(type(Res.kept).__name__)
print(gc.isenabled(), gc.disable(), gc.isenabled(), gc.enable(), gc.get_threshold() is not None, isinstance(gc.collect(), int), gc.is_tracked([]), gc.is_tracked(1), gc.get_referents([1, "a"]) != None, gc.garbage)
def gone():
    t = C(7); return weakref.proxy(t)
g = gone(); collect()
try: g.n
except ReferenceError as exc: print(exc)
import copy; print(copy.copy(r) is r, weakref.getweakrefs(5), weakref.getweakrefcount(5), r.__callback__ is not None, weakref.ref.__name__)
