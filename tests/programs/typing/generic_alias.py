# list[int] and its like: text, equality, substitution, use as a base and as a callable.
import types
from typing import TypeVar, TypeVarTuple, ParamSpec, Callable, Union

T = TypeVar("T")
S = TypeVar("S", bound=int)
Ts = TypeVarTuple("Ts")
P = ParamSpec("P")

print(list[int], dict[str, list[int]], tuple[int, ...], tuple[()], type[T])
print(list[T].__parameters__, dict[T, S].__parameters__, list[list[T]].__parameters__)
print(list[T][int], dict[T, S][str, bool], dict[T, list[T]][bytes])
print(tuple[T, *Ts][int, str, float], tuple[*Ts][()])
print(Callable[P, T][[int, str], bool], Callable[[T], T][int])
print(list[int] == list[int], list[int] == list[str], hash(list[int]) == hash(list[int]))
print(list[int]([1, 2]), dict[str, int](a=1), list[int].append is list.append)
print([*list[int]], next(iter(tuple[int, str])).__unpacked__)

class L(list[int]):
    pass

print(L.__mro__, L.__orig_bases__)

class Box:
    __class_getitem__ = classmethod(types.GenericAlias)

b = Box[int]()
print(b.__orig_class__, Box[int].__origin__ is Box, Box[int].__args__)

for bad in (
    lambda: list[int][str],
    lambda: list[T][int, str],
    lambda: isinstance([], list[int]),
    lambda: issubclass(list, list[int]),
    lambda: types.GenericAlias(1),
    lambda: int[str],
):
    try:
        bad()
    except TypeError as e:
        print(type(e).__name__, e)

print(repr(list[None]), repr(list[...]), repr(dict["a", 1]))
print(int | None, int | str | int, (int | str) == (str | int), list[T] | None)
print((list[T] | dict[T, S])[str, bool])
print(Union[int, str] is int | str, Union[int, str] == int | str, type(int | str))
print(isinstance(3, int | str), isinstance(3.0, int | str), issubclass(bool, int | None), isinstance(None, int | None))
print((int | str).__args__, (int | list[T]).__parameters__)
try:
    int | 3
except TypeError as e:
    print(e)
try:
    class U(int | str):
        pass
except TypeError as e:
    print(e)
