"""Union objects: how they are made, flattened, compared and shown, and what isinstance makes of them."""
import types
import typing


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


T = typing.TypeVar("T")
u = int | str | None
print(u, type(u), u.__args__, u == typing.Union[str, None, int], hash(u) == hash(None | str | int), types.UnionType is typing.Union)
print(int | int, int | str | int, (int | str) | (str | float), typing.Optional[int], typing.Union[int], typing.Union[int, int])
print(list[int] | None, T | int, (T | int)[str], u.__parameters__, (list[T] | T).__parameters__, int | typing.Any)
print(isinstance(5, int | str), isinstance(None, u), isinstance(2.5, u), issubclass(bool, int | str), issubclass(type(None), u))
attempt(lambda: isinstance(5, int | list[int]))
attempt(lambda: isinstance("a", str | list[int]))
attempt(lambda: issubclass(float, int | list[int]))
attempt(lambda: isinstance(5, typing.Union[str, typing.Any]))
attempt(lambda: int | 5)
attempt(lambda: 5 | int)
attempt(lambda: "a" | int)
attempt(lambda: u())
attempt(lambda: u[int])
attempt(lambda: typing.Union[()])
attempt(lambda: typing.Union[5])
attempt(lambda: typing.Union())
attempt(lambda: setattr(u, "__args__", ()))
attempt(lambda: type("Sub", (typing.Union,), {}))
attempt(lambda: type("Sub", (int | str,), {}))
print(typing.get_origin(u), typing.get_args(u), u.__origin__, typing.get_origin(typing.Optional[T]), u.__name__ if hasattr(u, "__name__") else "no name")
print(repr(typing.Literal[1] | None), repr(typing.Callable[[int], str] | int), (int | str).__or__(float), (int | None) == (None | int), {int | str: 1}[str | int])


class Meta(type):
    def __or__(cls, other):
        return "mine"

    def __ror__(cls, other):
        return "mine reflected"


class Own(metaclass=Meta):
    pass


print(Own | int, int | Own, typing.Union[Own, int] == typing.Union[int, Own])
