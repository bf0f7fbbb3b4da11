"""TypeVar, ParamSpec, TypeVarTuple: their attributes, defaults, bounds worked out late, and refusals."""
import typing
from typing import ParamSpec, TypeVar, TypeVarTuple, Unpack


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


T, C = TypeVar("T"), TypeVar("C", covariant=True)
B, K = TypeVar("B", bound=int, default=bool), TypeVar("K", int, str, contravariant=True)
P, Ts = ParamSpec("P"), TypeVarTuple("Ts")
print(T, C, K, B, P, Ts, *Ts, P.args, P.kwargs, P.args.__origin__ is P)
print(T.__name__, T.__bound__, T.__constraints__, K.__constraints__, K.__contravariant__, C.__covariant__, T.__infer_variance__, B.__bound__, B.__default__, B.has_default(), T.__default__, T.has_default(), T.__module__)
attempt(lambda: TypeVar("X", int))
attempt(lambda: TypeVar("X", covariant=True, contravariant=True))
attempt(lambda: TypeVar("X", covariant=True, infer_variance=True))
attempt(lambda: TypeVar("X", int, str, bound=int))
attempt(lambda: TypeVar("X", bound=5))
attempt(lambda: TypeVar(5))
attempt(lambda: TypeVar())
attempt(lambda: TypeVarTuple("X", bound=int))
attempt(lambda: isinstance(5, T))
attempt(lambda: type("S", (T,), {}))
attempt(lambda: type("S", (TypeVar,), {}))
attempt(lambda: T())
attempt(lambda: T | int)
attempt(lambda: int | T)
attempt(lambda: list[T][int])
attempt(lambda: dict[T, K][int])
attempt(lambda: dict[T, T][int])
attempt(lambda: tuple[int, *Ts][str, float])
attempt(lambda: tuple[Unpack[Ts]][()])
attempt(lambda: typing.Callable[P, T][[int, str], float])
attempt(lambda: typing.Callable[typing.Concatenate[int, P], T][[str], float])
attempt(lambda: list[int][str])


def late[X: undefined_name, Y: (int, later_name) = Missing, *Zs = *tuple[int], **Q = [int]](): ...


x, y, zs, q = late.__type_params__
print(x, y, zs, q, x.__infer_variance__)
attempt(lambda: x.__bound__)
undefined_name = int
attempt(lambda: x.__bound__)
attempt(lambda: y.__constraints__)
attempt(lambda: y.__default__)
attempt(lambda: (zs.__default__, q.__default__))
type Alias[V] = dict[str, V] | later_name
print(Alias, Alias.__name__, Alias.__type_params__, Alias[int], Alias[int].__origin__ is Alias)
attempt(lambda: Alias.__value__)
later_name = None
attempt(lambda: Alias.__value__)
attempt(lambda: Alias[int, str])
attempt(lambda: isinstance({}, Alias))
attempt(lambda: setattr(Alias, "__value__", 1))
attempt(lambda: typing.TypeAliasType("N", list[T], type_params=(T,))[int])
attempt(lambda: typing.TypeAliasType("N", list[T], type_params=(5,)))
