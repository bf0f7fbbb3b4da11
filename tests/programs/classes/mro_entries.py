"""__mro_entries__, __orig_bases__ and the linearizations C3 refuses."""
import types


class Stand:
    def __init__(self, *real):
        self.real = real

    def __mro_entries__(self, bases):
        print("asked with", len(bases), "bases")
        return self.real


class A:
    pass


class B:
    pass


class C(A, Stand(B), metaclass=type):
    pass


print([c.__name__ for c in C.__mro__], len(C.__orig_bases__))
print(types.get_original_bases(A), types.get_original_bases(C)[0].__name__)


class D(Stand()):
    pass


print(D.__bases__)
print([b.__name__ for b in types.resolve_bases((Stand(A, B),))])
for make in (
    lambda: type("E", (Stand(A),), {}),
    lambda: type("F", (A, A), {}),
    lambda: type("G", (A, type("H", (A,), {})), {}),
    lambda: type("I", (int, str), {}),
    lambda: type("J", (bool,), {}),
    lambda: type("K", (5,), {}),
    lambda: types.resolve_bases((Stand(A, 3),)),
):
    try:
        print(make())
    except TypeError as error:
        print(str(error).replace("\n", " | "))


class BadEntries:
    def __mro_entries__(self, bases):
        return [A]


try:
    class L(BadEntries()):
        pass
except TypeError as error:
    print(error)
X, Y = type("X", (A, B), {}), type("Y", (B, A), {})
try:
    class Z(X, Y):
        pass
except TypeError as error:
    print(error)
C.__bases__ = (B, A)
print([c.__name__ for c in C.__mro__])
