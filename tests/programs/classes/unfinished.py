# A class that could not be finished; slots of classes whose base is native.
class N:
    def __init_subclass__(cls, **k):
        print(N.__subclasses__())
        if k: raise TypeError
class M(N): pass
try:
    class O(N, a=1): pass
except TypeError: pass
print(N.__subclasses__())
import types
for base in object, types.SimpleNamespace, Exception, staticmethod, dict:
    class S(base):
        __slots__ = "a"
    x = S.__new__(S)
    for use in (lambda: x.a, lambda: delattr(x, "a"), lambda: S.a.__delete__(x), lambda: setattr(x, "a", 1), lambda: x.a, lambda: delattr(x, "a"), lambda: delattr(x, "a")):
        try: print(use(), end=" ")
        except AttributeError as e: print(e, end=" ")
    print(base)
