# A class follows the changes of those in its MRO, whether they are bases or not.
class Base:
    value = 1


class Other:
    other = 1


class Meta(type):
    def mro(cls):
        return (cls, Base, Other, object) if cls.__name__ != "Base" else super().mro()


class Weird(metaclass=Meta):
    pass


class Sub(Weird):
    pass


def read():
    return Weird.value, Weird.other, Sub.value, Weird().value


for i in range(4):
    assert read() == (Base.value, Other.other, Base.value, Base.value), (i, read())
    Base.value += 1
    Other.other += 10
assert Base.__subclasses__() == [] and Weird.__mro__ == (Weird, Base, Other, object)


# `nonlocal` holds for what a class sets in its body by itself.
def f():
    __firstlineno__ = 1

    class C:
        nonlocal __firstlineno__

    return __firstlineno__, hasattr(C, "__firstlineno__")


assert f() == (38, False), f()


class Documented:
    """Documented(a, b=1)
--

Text."""


class Misnamed:
    """Another(a)
--

Text."""


assert Documented.__text_signature__ == "(a, b=1)" and Misnamed.__text_signature__ is None
assert Documented.__doc__.startswith("Documented(")
