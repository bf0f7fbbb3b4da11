"""Which classes of exceptions have `__new__` in their own namespace, and what it says of other classes."""
import builtins

for name in sorted(vars(builtins)):
    cls = getattr(builtins, name)
    if isinstance(cls, type) and issubclass(cls, BaseException):
        print(name, *(attribute for attribute in ("__new__", "__init__") if attribute in vars(cls)))
        for other in (int, 5, GeneratorExit, KeyError):
            try:
                print("   ", repr(cls.__new__(other)))
            except TypeError as error:
                print("   ", error)


class Both(AttributeError, ValueError):
    pass


print(repr(Both("a")), repr(Both.__new__(Both, 1)), repr(Exception.__new__(ValueError, 2)))
