# A class whose mro() fails is none of the subclasses of its bases, also not while that runs.
import abc


class A(metaclass=abc.ABCMeta):
    pass


class Meta(abc.ABCMeta):
    def mro(cls):
        print(cls.__name__, [c.__name__ for c in A.__subclasses__()])
        return 5


class Late(abc.ABCMeta):
    def mro(cls):
        print(cls.__name__, [c.__name__ for c in A.__subclasses__()])
        return super().mro()


for meta in (Meta, Late):
    try:
        print(meta("C" + meta.__name__, (A,), {}))
    except TypeError as e:
        print(e)
print([c.__name__ for c in A.__subclasses__()])
print(isinstance(1, A), issubclass(int, A), isinstance(object(), A))


class Refusing:
    def __init_subclass__(cls):
        raise ValueError(cls.__name__)


try:
    class R(Refusing):
        pass
except ValueError as e:
    print(e)
