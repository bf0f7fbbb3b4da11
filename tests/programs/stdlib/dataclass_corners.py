"""dataclasses: generated methods, fields of every option, inheritance, replace, and refusals."""
import dataclasses
from dataclasses import KW_ONLY, InitVar, asdict, astuple, dataclass, field, fields, make_dataclass, replace
from typing import ClassVar


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


@dataclass(order=True)
class Point:
    x: int
    y: int = 0
    tags: list = field(default_factory=list, compare=False, repr=False)
    _: KW_ONLY
    scale: InitVar[int] = 1
    count: ClassVar[int] = 5
    total: int = field(init=False)

    def __post_init__(self, scale):
        self.total = (self.x + self.y) * scale


p = Point(1, 2, scale=3)
print(p, p < Point(2), p == Point(1, 2), asdict(p), astuple(p), [f.name for f in fields(p)], Point.__match_args__, p.tags is Point(1).tags)
attempt(lambda: replace(p, x=5, scale=2))
attempt(lambda: replace(p, x=5, total=2, scale=1))
attempt(lambda: replace(p, nope=1, scale=1))
attempt(lambda: Point())
attempt(lambda: Point(1, 2, [], 4))
attempt(lambda: p < (1, 2))
attempt(lambda: hash(p))


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    a: int
    b: tuple = ()


f = Frozen(a=1)
print(f, hash(f) == hash(Frozen(a=1)), Frozen.__slots__, hasattr(f, "__dict__"), dataclasses.is_dataclass(Frozen), dataclasses.is_dataclass(5))
attempt(lambda: setattr(f, "a", 2))
attempt(lambda: delattr(f, "a"))
attempt(lambda: setattr(f, "other", 2))
attempt(lambda: Frozen(1))
attempt(lambda: make_dataclass("Bad", [("a", int, 1), "b"]))
attempt(lambda: make_dataclass("Bad", [("a", list, [])]))
attempt(lambda: make_dataclass("Bad", ["class"]))
attempt(lambda: make_dataclass("Bad", ["a", "a"]))
attempt(lambda: make_dataclass("Child", ["c"], bases=(Frozen,)))
attempt(lambda: field(default=1, default_factory=list))
attempt(lambda: fields(5))
attempt(lambda: asdict(Point))
attempt(lambda: dataclass(order=True, eq=False)(type("X", (), {})))
print(make_dataclass("Made", ["a", ("b", int, 3)])(1), fields(Frozen)[1].default, repr(dataclasses.MISSING)[:9], f.__eq__(5), Frozen.__doc__)


@dataclass
class Loop:
    inner: object = None


loop = Loop()
loop.inner = [loop]
print(loop, asdict(Loop([Loop({"k": Loop()})])), Loop(Loop(1)) == Loop(Loop(1)))
