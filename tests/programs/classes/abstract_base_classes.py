# abc: abstract methods, registration, hooks, caches.
import abc
from collections.abc import Sized, Iterable, Mapping, Sequence, Callable, Hashable

class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...

    @property
    @abc.abstractmethod
    def name(self): ...

    @classmethod
    @abc.abstractmethod
    def make(cls): ...

print(sorted(Shape.__abstractmethods__))
try:
    Shape()
except TypeError as e:
    print(e)

class Half(Shape):
    def area(self):
        return 1

try:
    Half()
except TypeError as e:
    print(e)

class Full(Half):
    name = "full"

    @classmethod
    def make(cls):
        return cls()

print(Full.make().area(), Full.__abstractmethods__)

class Other: pass
token = abc.get_cache_token()
print(isinstance(Other(), Shape), issubclass(Other, Shape))
Shape.register(Other)
print(isinstance(Other(), Shape), issubclass(Other, Shape), abc.get_cache_token() != token)

class Sub(Other): pass
print(issubclass(Sub, Shape), Shape.register(int), isinstance(3, Shape), isinstance("", Shape))
try:
    Full.register(Shape)
except RuntimeError as e:
    print(e)
try:
    Shape.register(3)
except TypeError as e:
    print(e)

class Quack(abc.ABC):
    @classmethod
    def __subclasshook__(cls, c):
        if cls is Quack:
            return any("quack" in b.__dict__ for b in c.__mro__) or NotImplemented
        return NotImplemented

class Duck:
    def quack(self): ...

print(isinstance(Duck(), Quack), issubclass(int, Quack))
print([isinstance(x, Sized) for x in ([], 3, "", {})], [isinstance(x, Hashable) for x in ([], 3, "")])
print(isinstance({}, Mapping), isinstance([], Sequence), isinstance(len, Callable), issubclass(range, Sequence))

class MySeq(Sequence):
    def __len__(self): return 3
    def __getitem__(self, i):
        if i >= 3: raise IndexError
        return i * i

m = MySeq()
print(list(m), 4 in m, m.index(4), list(reversed(m)))
match m:
    case [a, b, c]:
        print("matched", a, b, c)

try:
    issubclass(3, Shape)
except TypeError as e:
    print(e)


# What is registered itself is not remembered.
import _abc

asked = []


class Hooked(metaclass=abc.ABCMeta):
    @classmethod
    def __subclasshook__(cls, other):
        asked.append((cls.__name__, other.__name__))
        return NotImplemented


class Below(Hooked):
    pass


def remembered(cls):
    _, yes, no, _ = _abc._get_dump(cls)
    return [sorted(ref().__name__ for ref in refs) for refs in (yes, no)]


for test in [lambda: Below.register(int), lambda: isinstance(5, Below), lambda: issubclass(int, Below), lambda: issubclass(int, Below),
             lambda: issubclass(bool, Below), lambda: issubclass(bool, Below), lambda: issubclass(int, Hooked), lambda: issubclass(int, Hooked),
             lambda: issubclass(str, Hooked), lambda: isinstance(Below(), Hooked)]:
    asked.clear()
    print(test(), asked, remembered(Hooked), remembered(Below))
