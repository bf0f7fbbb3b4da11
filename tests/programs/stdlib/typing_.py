import typing as t
from typing import *
print(Optional[int], Union[int, str], Union[int, None], int | str, int | None, list[int] | None, Callable[[int], str], Callable[..., int], Literal["a", 1], Tuple[int, ...], Dict[str, List[int]], Any, ClassVar[int], Final[int], Type[int], Annotated[int, "meta"], Iterable[int], NoReturn, Never, Self, LiteralString, TypeVar("T"), Concatenate)
print(get_origin(List[int]), get_args(Dict[str, int]), get_origin(Union[int, str]), get_args(Callable[[int, str], bool]), get_args(Literal[1, 2]), get_origin(int), get_args(int | str), Union[int, int], Union[int, Union[str, int]], Optional[Optional[int]], Union[int] is int, (int | str) == Union[str, int], hash(int | str) == hash(str | int))
T = TypeVar("T"); K = TypeVar("K", bound=int); V = TypeVar("V", int, str); P = ParamSpec("P"); Ts = TypeVarTuple("Ts")
class Box(Generic[T]):
    def __init__(self, v: T): self.v = v
print(Box[int], Box[int](5).v, Box[int].__origin__, Box.__parameters__, Box[List[T]][int], K.__bound__, V.__constraints__, T, P, Ts, repr(P.args), Box[int](1).__orig_class__, List[T][int], Dict[str, T].__parameters__)
class NT(NamedTuple):
    a: int
    b: str = "d"
class TD(TypedDict, total=False):
    x: int
    y: Required[str]
print(NT(1), NT._fields, NT.__annotations__, NT._field_defaults, TD(x=1, y="s"), TD.__total__, TD.__required_keys__, TD.__optional_keys__, TD.__annotations__, NamedTuple("Q", [("m", int)])(3), NewType("UserId", int)(5), NewType("UserId", int))
def f(a: int, b: "str" = "x", *c: float, d: Optional["Box"] = None) -> "List[int]": ...
print(get_type_hints(f), get_type_hints(NT), cast(int, "x"), TYPE_CHECKING, no_type_check(f) is f, assert_type(1, int), reveal_type is not None, is_typeddict(TD), get_type_hints(type("Z", (), {"__annotations__": {"q": Annotated[int, 1]}}), include_extras=True))
@runtime_checkable
class Proto(Protocol):
    name: str
    def run(self) -> int: ...
class Impl:
    name = "n"
    def run(self): return 1
print(isinstance(Impl(), Proto), isinstance(5, Proto), is_protocol(Proto), sorted(get_protocol_members(Proto)))
@overload
def o(x: int) -> int: ...
@overload
def o(x: str) -> str: ...
def o(x): return x
print(len(get_overloads(o)), o(3)); clear_overloads()
@final
class Fin: pass
class Ov(Impl):
    @override
    def run(self): return 2
print(Fin.__final__, Ov.run.__override__)
for g in (lambda: List[int, str], lambda: Optional[int, str], lambda: Union[()], lambda: Box[int, str], lambda: isinstance(1, List[int]), lambda: isinstance(1, Union[int, str]), lambda: isinstance(1, Any), lambda: issubclass(int, int | str), lambda: Literal[int](), lambda: Any(), lambda: Callable[int, str], lambda: ClassVar[int, str], lambda: Generic[int], lambda: Generic[T, T], lambda: TypeVar("X", int), lambda: Proto(), lambda: int | 5, lambda: Union[5, int], lambda: TypeVar("Y", int, str, bound=int), lambda: List[int]([1]), lambda: get_type_hints(5), lambda: assert_never("x"), lambda: Annotated[int], lambda: isinstance(1, NonRuntime), lambda: NewType("A", int)("x"), lambda: issubclass(Impl, Proto), lambda: type("Sub", (Union[int, str],), {})):
    class NonRuntime(Protocol): ...
    try:
        print(g())
    except Exception as exc:
        print(type(exc).__name__, exc)
print(ForwardRef("int"), get_args(Annotated[int, 1, 2]), Annotated[Annotated[int, 1], 2], Annotated[int, 1].__metadata__, List["Box"], Tuple[()], get_args(Tuple[()]), Generator[int, str, bool], Unpack[Ts], tuple[int, *Ts], Box[Any], Type, Deque[int], Pattern[str], Text is str, AnyStr, t.__name__, isinstance(int | str, t.Union), type(int | str))
