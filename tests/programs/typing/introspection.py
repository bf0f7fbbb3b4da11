"""typing's introspection: get_type_hints, get_origin, protocols at run time, NamedTuple, TypedDict, overloads."""
import typing
from typing import Annotated, Any, ClassVar, Final, Generic, Literal, NamedTuple, NotRequired, Optional, Protocol, TypedDict, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


class Node(Generic[T]):
    parent: "Optional[Node]"
    label: Annotated[str, "note"]
    shared: ClassVar[int] = 0


print(get_type_hints(Node), get_type_hints(Node, include_extras=True)["label"])
attempt(lambda: get_type_hints(type("X", (), {"__annotations__": {"a": "unknown"}})))
attempt(lambda: get_type_hints(5))
for form in (list[int], typing.List[int], dict, Literal[1, "a", 1], Annotated[int, 1, 2], typing.Callable[[int], str], typing.Callable[..., int], Node[int], tuple[int, ...], tuple[()], Final[int], type[int], Any, typing.Generic[T], Literal[1, True]):
    print(form, get_origin(form), get_args(form))


@typing.runtime_checkable
class Sized(Protocol):
    size: int

    def grow(self) -> None: ...


class Has:
    size = 1

    def grow(self):
        pass


print(isinstance(Has(), Sized), isinstance(5, Sized), sorted(typing.get_protocol_members(Sized)), typing.is_protocol(Sized), Sized._is_runtime_protocol)
attempt(lambda: issubclass(Has, Sized))
attempt(lambda: Sized())
attempt(lambda: isinstance(5, type("P", (Protocol,), {})))
attempt(lambda: Any())
attempt(lambda: isinstance(5, list[int]))
attempt(lambda: isinstance(5, typing.List[int]))
attempt(lambda: Node[int, str])
attempt(lambda: type("G", (Generic[int],), {}))
attempt(lambda: Generic[T, T])
attempt(lambda: Optional[1])
attempt(lambda: Literal[[]] == Literal[[]])
attempt(lambda: ClassVar[ClassVar[int]])
attempt(lambda: typing.cast("anything", 5))
attempt(lambda: typing.assert_never(5))


class Pair(NamedTuple):
    left: int
    right: str = "r"


class Movie(TypedDict, total=False):
    title: typing.Required[str]
    year: NotRequired[int]


print(Pair(1), Pair._fields, Pair._field_defaults, Pair(1)._replace(left=2), Movie(title="t"), sorted(Movie.__required_keys__), sorted(Movie.__optional_keys__), Movie.__total__)
attempt(lambda: Pair())
attempt(lambda: isinstance({}, Movie))
attempt(lambda: Pair(1)._replace(middle=3))
UserId = typing.NewType("UserId", int)
print(UserId, UserId(5), UserId.__supertype__, UserId | None, typing.ForwardRef("a.b"))
attempt(lambda: type("S", (UserId,), {}))


@typing.overload
def over(x: int) -> int: ...


@typing.overload
def over(x: str) -> str: ...


attempt(lambda: over(1))
print(len(typing.get_overloads(over)), typing.final(Has).__final__, typing.override(len) is len, typing.no_type_check(Has).__no_type_check__)
