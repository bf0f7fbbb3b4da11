from enum import *
class Color(Enum):
    RED = 1
    GREEN = "g"
    BLUE = (1, 2)
    CRIMSON = 1
    def describe(self): return f"{self.name} is {self.value}"
    @property
    def p(self): return self.name.lower()
    @classmethod
    def default(cls): return cls.RED
print(Color.RED, repr(Color.RED), Color("g"), Color["BLUE"], Color.RED.name, Color.RED.value, list(Color), len(Color), Color.CRIMSON is Color.RED, Color.RED in Color, 1 in Color, 99 in Color, Color.RED.describe(), Color.BLUE.p, Color.default(), Color.__members__.keys(), Color.RED == 1, Color.RED == Color.RED, hash(Color.RED) == hash("RED"), f"{Color.RED}", isinstance(Color.RED, Color), type(Color).__name__, list(reversed(Color)), Color, {Color.RED: 1}[Color(1)])
class N(IntEnum): A = 1; B = 2; C = auto()
print(N.A + 1, N.B > N.A, N.C, repr(N.C), int(N.B), [10, 20, 30][N.A], N(2), f"{N.A}", f"{N.A:>3}", N.A == 1, sorted([N.C, N.A]), max(N), N.A | N.B, "%d" % N.B)
class S(StrEnum): X = auto(); Y = "why"
print(S.X, repr(S.X), S.Y + "!", S("why"), f"{S.X}", S.X == "x", S.X.upper(), S.X in ("x",))
class P(Flag): R = auto(); W = auto(); X = auto(); RW = R | W
print(P.R | P.X, repr(P.R | P.W), P.RW, P.R in P.RW, P.RW & P.W, ~P.R, P(0), repr(P(0)), bool(P(0)), P(7), list(P.RW), len(P.RW), P.R ^ P.RW, P["RW"], list(P), P.X.value, P(5), P.R | P.W == P.RW)
class I(IntFlag): A = 1; B = 2; C = 8
print(I.A | I.B, repr(I.A | 4), I(3), I.A + 1, ~I.A, I(16), I.A | I.C, I(0), repr(I(12)), int(I.C), I.A & 3)
class Planet(Enum):
    EARTH = (5.97, 6.37)
    MARS = (0.64, 3.39)
    def __init__(self, mass, radius): self.mass, self.radius = mass, radius
print(Planet.EARTH.mass, Planet((0.64, 3.39)), Planet.MARS.value)
class Auto(Enum):
    def _generate_next_value_(name, start, count, last): return (name, start, count, last[-1] if last else None)
    A = auto(); B = auto()
class Miss(Enum):
    ONE = 1
    @classmethod
    def _missing_(cls, v): return cls.ONE if v == "uno" else None
    _ignore_ = ["tmp"]
    tmp = 5
print(Auto.B.value, Miss("uno"), hasattr(Miss, "tmp"))
F = Enum("F", "A B C"); G = Enum("G", {"X": 1, "Y": 2}, type=int); H = IntEnum("H", ["P", "Q"], start=10); print(list(F), list(G), list(H), F.B.value)
for f in (lambda: Color(5), lambda: Color["NO"], lambda: Color.NO, lambda: setattr(Color, "RED", 5), lambda: delattr(Color, "RED"), lambda: Color.RED < Color.GREEN, lambda: type("X", (Color,), {}), lambda: Miss("zz"), lambda: unique(Color), lambda: P(99), lambda: N("x"), lambda: Color(), lambda: setattr(Color.RED, "value", 2), lambda: P.R | 5, lambda: Enum("Z", "A A"), lambda: Color.RED.GREEN, lambda: Color.RED.nope):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
try:
    class Dup(Enum): A = 1; A = 2
except TypeError as exc: print(exc)
@verify(UNIQUE)
class V(Enum): A = 1; B = 2
try:
    @verify(CONTINUOUS)
    class V2(Enum): A = 1; B = 3
except ValueError as exc: print(exc)
class M(Enum):
    A = member(5); b = nonmember(6)
    def f(self): pass
    @member
    def g(self): pass
print(list(M)[0], M.b, len(M)); import pickle, copy; print(pickle.loads(pickle.dumps(Color.RED)) is Color.RED, copy.deepcopy(P.RW) is P.RW, Color.RED.__class__, dir(N.A)[:2] == [], Color.__doc__, repr(Flag), repr(Color))
match Color(1):
    case Color.GREEN: print("green")
    case Color.RED: print("red matched")
class Str2(str, Enum): A = "a"
print(Str2.A, repr(Str2.A), Str2.A == "a", f"{Str2.A}", Str2.A.upper(), "%s" % Str2.A)
