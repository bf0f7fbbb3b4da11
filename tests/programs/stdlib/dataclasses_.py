from dataclasses import *
from typing import ClassVar
@dataclass
class P:
    x: int
    y: int = 2
    tags: list = field(default_factory=list, repr=False)
    cv: ClassVar[int] = 5
    hidden: str = field(default="h", compare=False, repr=False)
p = P(1); q = P(1, 2, [])
print(p, p == q, p != P(2), asdict(p), astuple(p), replace(p, x=9), fields(p)[0].name, [f.name for f in fields(P)], is_dataclass(P), is_dataclass(5), P.__match_args__, P.__doc__, P.cv)
p.tags.append(1); print(q.tags, P.__hash__, P.__eq__ is not object.__eq__)
@dataclass(frozen=True, order=True)
class F:
    a: int
    b: str = field(default="z", metadata={"k": 1})
print(F(1) < F(2), F(1, "a") <= F(1, "b"), hash(F(1)) == hash(F(1)), sorted([F(2), F(1)]), {F(1): "v"}[F(1)], fields(F)[1].metadata["k"], F(1).__lt__(5))
@dataclass(slots=True, kw_only=True)
class S:
    a: int
    b: int = 0
print(S(a=1), S.__slots__, hasattr(S(a=1), "__dict__"))
@dataclass
class Base:
    a: int
    b: int = field(init=False)
    c: InitVar[int] = 3
    _: KW_ONLY
    k: str = "kw"
    def __post_init__(self, c): self.b = self.a * c
@dataclass
class Child(Base):
    d: int = 0
    a: float = 1.5
print(Base(2), Base(2, 5, k="z"), Child(1, d=4), Child(), [f.name for f in fields(Child)])
@dataclass(repr=False, eq=False)
class Bare: x: int = 1
print(Bare() == Bare(), Bare.__repr__ is object.__repr__, hash(Bare()) != 0)
@dataclass(unsafe_hash=True)
class U: x: int
print(hash(U(1)) == hash(U(1)))
@dataclass
class Nest: inner: P; m: dict
print(asdict(Nest(P(1), {"k": [P(2)]})), Nest(P(1), {}), replace(Nest(p, {}), m={1: 2}))
D = make_dataclass("D", [("x", int), "y", ("z", int, field(default=5))], namespace={"total": lambda self: self.x + self.z}); print(D(1, 2), D(1, 2).total(), D.__module__)
for f in (lambda: P(), lambda: P(1, 2, 3, 4, 5), lambda: P(z=1), lambda: setattr(F(1), "a", 2), lambda: delattr(F(1), "a"), lambda: S(1), lambda: P(1) < P(2), lambda: fields(5), lambda: asdict(5), lambda: replace(5), lambda: replace(p, nope=1), lambda: replace(Base(1), b=2), lambda: hash(p), lambda: setattr(S(a=1), "zz", 1), lambda: F(1) < 5, lambda: make_dataclass("E", ["class"]), lambda: make_dataclass("E", ["a", "a"])):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
def bad1():
    @dataclass
    class B: a: int = 1; b: int
def bad2():
    @dataclass
    class B: a: list = []
def bad3():
    @dataclass
    class B(F): c: int = 1
def bad4():
    @dataclass(order=True)
    class B:
        a: int
        def __lt__(self, o): pass
def bad5():
    @dataclass
    class B: a: int = field(default=1, default_factory=int)
def bad6():
    @dataclass(slots=True)
    class B: __slots__ = ("a",); a: int
for b in (bad1, bad2, bad3, bad4, bad5, bad6):
    try: b(); print("ok")
    except Exception as exc: print(type(exc).__name__, exc)
@dataclass
class Rec: me: object = None
r = Rec(); r.me = r; print(r)
match P(1, 5):
    case P(x, y=yy): print(x, yy)
import inspect; print(inspect.signature(P), inspect.signature(Base), P.__annotations__, field(default=1)); import copy; print(copy.copy(p) == p, copy.replace(p, x=3))
