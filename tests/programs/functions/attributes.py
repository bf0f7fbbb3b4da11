def f(a: int, b: str = "x", *args: float, c: bool = True, **kw: "later") -> list:
    """The doc."""
    local = a
    return local
print(f.__name__, f.__qualname__, f.__module__, f.__doc__, f.__defaults__, f.__kwdefaults__)
print(f.__annotations__)
f.custom = 1
print(f.custom, f.__dict__)
f.__name__ = "g"
f.__qualname__ = "H.g"
f.__doc__ = None
print(f.__name__, f.__qualname__, f.__doc__)
for attr, value in (("__name__", 1), ("__qualname__", None), ("__dict__", 5), ("__code__", 5), ("__kwdefaults__", 3), ("__annotations__", 4)):
    try:
        setattr(f, attr, value)
    except TypeError as exc:
        print(exc)
try:
    f.missing
except AttributeError as exc:
    print(exc)
del f.custom
print(hasattr(f, "custom"))
c = f.__code__
print(c.co_name, c.co_argcount, c.co_posonlyargcount, c.co_kwonlyargcount, c.co_varnames, c.co_nlocals, c.co_flags & 12, c.co_firstlineno)
def one(): return 1
def two(): return 2
one.__code__ = two.__code__
print(one(), one.__name__)
def outer():
    class A:
        def m(self):
            def inner(): pass
            return inner
    return A
print(outer().m(None).__qualname__, outer.__qualname__, (lambda: 0).__qualname__)
print(f.__globals__ is globals(), f.__closure__, f.__builtins__["len"] is len, f.__type_params__)
print(callable(f), type(f).__name__, bool(f), f == f, f != one)
print(len.__name__, len.__qualname__, len.__module__, [].append.__qualname__, [].append.__self__, str.upper.__objclass__, len.__text_signature__)
import inspect
print(inspect.signature(f), inspect.signature(one))
c2 = f.__code__.replace(co_name="renamed", co_firstlineno=99)
print(c2.co_name, c2.co_firstlineno, c2 == f.__code__)
