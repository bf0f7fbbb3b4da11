"""classmethod and staticmethod objects: called bare, wrapping each other, attributes, and binding."""
import functools


class Sample:
    @classmethod
    def of_class(cls, *args):
        "class doc"
        return cls.__name__, args

    @staticmethod
    def static(*args):
        "static doc"
        return args

    of_class.extra = 1
    wrapped_static = classmethod(staticmethod(lambda *args: args))
    partial = classmethod(functools.partial(lambda *args: args, "p"))
    builtin = classmethod(len)
    bare = staticmethod(5)
    print(static(1, 2), static.__wrapped__(3), static.__name__, static.__doc__, of_class.__func__.__name__, of_class.extra)


class Child(Sample):
    __hash__ = None


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


print(Sample.of_class(1), Child().of_class(2), Child.static(3), Sample().static(4), Child.bare)
print(Sample.__dict__["of_class"].__isabstractmethod__, Sample.__dict__["static"].__wrapped__.__qualname__, vars(Sample)["of_class"].__dict__.keys() >= {"extra"})
attempt(lambda: Sample.wrapped_static(1))
attempt(lambda: Sample.partial(1)[0] == "p")
attempt(lambda: Sample.builtin())
attempt(lambda: Sample.__dict__["of_class"]())
attempt(lambda: classmethod())
attempt(lambda: classmethod(1, 2))
attempt(lambda: staticmethod(f=1))
attempt(lambda: classmethod(5).__get__(None, int))
attempt(lambda: classmethod(5).__get__(None, int)())
attempt(lambda: classmethod(lambda c: c).__get__(3)().__name__)
attempt(lambda: classmethod(lambda c: c).__get__(None, None))
attempt(lambda: Sample.static.__self__)
attempt(lambda: Sample.of_class.__self__.__name__)
attempt(lambda: setattr(Sample.of_class, "new", 1))
attempt(lambda: Sample.of_class == Sample.of_class and Sample.of_class is not Sample.of_class)
attempt(lambda: Sample.of_class == Child.of_class)
attempt(lambda: hash(Sample.of_class) == hash(Sample.of_class))
bound = Sample.of_class
attempt(lambda: (bound.__func__.__name__, bound.__name__, bound.__doc__, bound.extra if hasattr(bound, "extra") else "no extra"))
attempt(lambda: type(bound)(print, None))
attempt(lambda: type(bound)(5, 1))
attempt(lambda: type(bound)(lambda self, x: (self, x), "me")("x"))
attempt(lambda: bound.__get__(3) is bound)
print(Child().__hash__, int.from_bytes.__self__, dict.fromkeys.__qualname__, str.maketrans("a", "b"), object().__init_subclass__())
