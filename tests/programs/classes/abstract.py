from abc import ABC, ABCMeta, abstractmethod
class Shape(ABC):
    @abstractmethod
    def area(self): ...
    @property
    @abstractmethod
    def name(self): ...
    @classmethod
    @abstractmethod
    def make(cls): ...
    @staticmethod
    @abstractmethod
    def util(): ...
    def concrete(self): return "concrete"
try:
    Shape()
except TypeError as exc:
    print(exc)
class Half(Shape):
    def area(self): return 1
    name = "half"
try:
    Half()
except TypeError as exc:
    print(exc)
class One(Half):
    @classmethod
    def make(cls): return cls()
try:
    One()
except TypeError as exc:
    print(exc)
class Full(One):
    @staticmethod
    def util(): return "util"
f = Full.make()
print(f.area(), f.name, f.util(), f.concrete(), sorted(Shape.__abstractmethods__), Full.__abstractmethods__)
class Duck(metaclass=ABCMeta):
    @classmethod
    def __subclasshook__(cls, C):
        if cls is Duck:
            return any("quack" in B.__dict__ for B in C.__mro__)
        return NotImplemented
class Mallard:
    def quack(self): pass
print(issubclass(Mallard, Duck), isinstance(Mallard(), Duck), issubclass(int, Duck))
class Reg(ABC): pass
@Reg.register
class Foreign: pass
Reg.register(int)
print(issubclass(Foreign, Reg), isinstance(5, Reg), isinstance("x", Reg), Reg in Foreign.__mro__)
try:
    Reg.register(5)
except TypeError as exc:
    print(exc)
class SubReg(Reg): pass
try:
    SubReg.register(Reg)
except RuntimeError as exc:
    print(exc)
from collections.abc import Iterable, Iterator, Sized, Hashable, Callable, Sequence, Mapping, MutableSequence, Set
for obj in ([], (), {}, set(), "", range(1), iter([]), 5, len, (x for x in [])):
    print(type(obj).__name__, [c.__name__ for c in (Iterable, Iterator, Sized, Hashable, Callable, Sequence, Mapping, MutableSequence, Set) if isinstance(obj, c)])
class MyMap(Mapping):
    def __init__(self, d): self.d = d
    def __getitem__(self, k): return self.d[k]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
m = MyMap({"a": 1, "b": 2})
print(m.get("a"), m.get("z", 0), "b" in m, list(m.items()), m == {"a": 1, "b": 2}, m.keys() & {"a"})
