# Instances of native types with room for a __dict__ have the same layout with or without a second base that has one.
import asyncio, functools, types, weakref


class Plain:
    pass


def attempt(f, *args):
    try:
        f(*args)
        return "done"
    except Exception as e:
        return f"{type(e).__name__}: {e}"


for native, args in [(Exception, ()), (OSError, (1, "a")), (type, ("t", (), {})), (types.ModuleType, ("m",)), (functools.partial, (len,)), (types.SimpleNamespace, ()),
                     (weakref.ref, (Plain,)), (staticmethod, (len,)), (property, ()), (int, ()), (list, ()), (dict, ()), (type(None), ())]:
    try:
        A = type("A", (native,), {})
        C = type("C", (A, Plain), {})
        D = type("D", (Plain, A), {})
    except TypeError as e:
        print(native.__name__, e)
        continue
    for cls in (A, C, D):
        for other in (A, C, D):
            x = cls(*args)
            x.attr = 1
            print(native.__name__, cls.__name__, other.__name__, attempt(setattr, x, "__class__", other), type(x).__name__, x.attr, x.__dict__.get("attr"))
    print("__dict__" in vars(C), "__dict__" in vars(D))
