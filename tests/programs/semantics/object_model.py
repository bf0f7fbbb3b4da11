class A:
    x = 1
    def m(self): return "m"
a = A()
print(type(a) is A, type(A) is type, type(type) is type, isinstance(A, type), isinstance(type, object), isinstance(object, type), object.__bases__, type.__bases__, type.__mro__, A.__bases__, object.__class__)
print(sorted(n for n in dir(object())), len(dir(A)) > len(dir(object)), sorted(A.__dict__.keys() - {"__weakref__", "__dict__"}))
a.m = lambda: "instance m"; print(a.m(), A.m(a)); del a.m; print(a.m())
A.m = lambda self: "replaced"; print(a.m()); a.__dict__["x"] = 5; print(a.x, A.x); a.__dict__ = {"y": 9}; print(a.y, a.x, vars(a))
try: a.__dict__ = 5
except TypeError as exc: print(exc)
try: del a.__dict__; print(a.__dict__)
except Exception as exc: print(type(exc).__name__, exc)
a.__doc__ = "inst doc"; print(a.__doc__, A.__doc__, a.__module__, a.__class__.__name__)
class L:
    def __len__(self): return 3
l = L(); l.__len__ = lambda: 99; print(len(l), l.__len__()); L.__len__ = lambda self: 7; print(len(l)); del L.__len__
try: len(l)
except TypeError as exc: print(exc)
class B:
    def __call__(self): return "class call"
b = B(); b.__call__ = lambda: "inst"; print(b()); B.__call__ = lambda self: "patched"; print(b()); del B.__call__; print(callable(b))
for t in (int, str, list, dict, tuple, float, object, type, type(None), type(len)):
    try: t.new_attr = 1; print("set")
    except TypeError as exc: print(exc)
for o in (5, "s", [], (), None, len, object(), 1.5):
    try: o.new_attr = 1; print("set")
    except AttributeError as exc: print(exc)
print(object.__eq__(1, 1), object.__eq__(1, 2), A.__subclasshook__(A), object.__format__(5, ""))
try: object.__format__(5, "x")
except TypeError as exc: print(exc)
A.__name__ = "Renamed"; print(A.__name__, A.__qualname__, A, a.__class__.__name__); A.__qualname__ = "Q.R"; print(A); A.__module__ = "mod"; print(A, repr(a).split(" at")[0]); A.__doc__ = "new doc"; print(A.__doc__)
for attr, v in (("__name__", 5), ("__qualname__", 5), ("__bases__", 5), ("__name__", "a\0b"), ("__mro__", ()), ("__dict__", {}), ("__abstractmethods__", 5)):
    try: setattr(A, attr, v); print(attr, "ok")
    except Exception as exc: print(type(exc).__name__, exc)
print(int.__add__(1, 2), (1).__add__("a"), str.join, int.__dict__["__add__"], type((1).__add__).__name__, type(str.join).__name__, type(dict.__dict__["fromkeys"]).__name__)
