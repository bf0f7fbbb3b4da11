def f(**kw): kw["added"] = 1; return kw
d = {"a": 1}; print(f(**d), d, f(**d) is d, list(f(z=1, y=2, x=3)), f(**{"with space": 1, "class": 2, "": 3}))
def g(a, /, **kw): return a, kw
print(g(1, a=2), g(1, **{"a": 3}))
def h(self, cls=None, **kw): return self, cls, kw
print(h(1, **{"cls": 2, "x": 3}), h(self=1))
def order(*args, a=1, **kw): return args, a, list(kw)
print(order(1, b=2, *[3, 4], a=5, **{"c": 6}, d=7))
from collections import OrderedDict, UserDict, ChainMap
print(f(**OrderedDict(p=1, q=2)), f(**UserDict(u=1)), f(**ChainMap({"c": 1}, {"c": 2, "e": 3})))
class M:
    def keys(self): return ["m1", "m2"]
    def __getitem__(self, k): return k * 2
print(f(**M()))
class NoKeys:
    def __getitem__(self, k): return 1
class BadKeys:
    def keys(self): return [1]
    def __getitem__(self, k): return 1
class RaisesKeys:
    def keys(self): raise ValueError("keys")
for bad in (lambda: f(**NoKeys()), lambda: f(**BadKeys()), lambda: f(**RaisesKeys()), lambda: f(**[("a", 1)]), lambda: f(**"ab"), lambda: f(**None), lambda: g(), lambda: g(a=1), lambda: f(1), lambda: f(**{"a": 1}, **{"a": 2}), lambda: f(a=1, **{"a": 2}), lambda: (lambda a: a)(1, a=2), lambda: (lambda a, b: a)(1, **{"a": 2}), lambda: dict(a=1, **{"a": 2}), lambda: (lambda *, k: k)(**{"k": 1, "j": 2}), lambda: print(**{"sepp": 1}), lambda: "{a}".format(**{"b": 1}), lambda: dict(**{1: 2}), lambda: max(1, 2, kye=len), lambda: sorted([1], reversed=1), lambda: int("5", bse=3), lambda: (lambda a, /: a)(a=1)):
    try: print(bad())
    except Exception as exc: print(type(exc).__name__, str(exc).replace("__main__.", ""))
def defaults(a, b=[], *, c={}): b.append(a); c[a] = 1; return b, c
print(defaults(1), defaults(2), defaults(3, [], c={})); kw = {"sep": "-", "end": "!\n"}; print(1, 2, **kw); print(dict(zip("ab", [1, 2]), c=3), dict({"a": 1}, a=2), {**{"a": 1}, "a": 2, **{"a": 3}}, dict(self=1), dict([], x=1)); fmt = "{x} {y[k]} {z.real}"; print(fmt.format(**{"x": 1, "y": {"k": 2}, "z": 3}), "%(x)s" % {"x": 1, "y": 2})
