"""enum: aliases, auto, flags and their boundaries, _missing_, members that are not, and refusals."""
import enum
from enum import CONFORM, EJECT, KEEP, STRICT, Enum, Flag, IntEnum, IntFlag, StrEnum, auto, nonmember, unique, verify


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, str(error).replace("\n", " / "))


class Color(Enum):
    RED = 1
    CRIMSON = 1
    GREEN = auto()
    helper = nonmember(5)
    _ignore_ = ["x"]
    x = 3

    def method(self):
        return self.name.lower()

    @classmethod
    def _missing_(cls, value):
        return cls.RED if value == "default" else None


print(list(Color), Color.CRIMSON, Color(1), Color["CRIMSON"], Color.RED.method(), Color.helper, Color("default"), Color.__members__.keys(), 2 in Color, "RED" in Color.__members__, len(Color))
attempt(lambda: Color(9))
attempt(lambda: Color["PINK"])
attempt(lambda: setattr(Color, "RED", 3))
attempt(lambda: delattr(Color, "RED"))
attempt(lambda: type("Sub", (Color,), {}))
attempt(lambda: Color.RED < Color.GREEN)
attempt(lambda: setattr(Color.RED, "value", 2))
attempt(lambda: Color.RED.GREEN)
attempt(lambda: unique(Color))
attempt(lambda: Enum("Made", "A B A"))
print(list(Enum("Made", {"A": 1, "B": 2})), Enum("Made", ["P", "Q"], start=5).Q.value)


class Perm(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W


print(Perm.R | Perm.X, ~Perm.R, Perm(0), Perm(7), Perm.RW in Perm.RW, list(Perm.RW), len(Perm(5)), bool(Perm(0)), Perm.R ^ Perm.RW, list(Perm), Perm(3) is Perm.RW)
attempt(lambda: Perm(8))
attempt(lambda: Perm.R | 1)
attempt(lambda: Perm.R in 5)
attempt(lambda: 1 in Perm)
for boundary in (CONFORM, EJECT, KEEP, STRICT):
    flags = IntFlag("flags", {"A": 1, "B": 4}, boundary=boundary)
    attempt(lambda: (boundary, flags(13), flags.A | 2, ~flags.A))


class Text(StrEnum):
    LOWER = auto()
    OTHER = "given"


class Number(IntEnum):
    ONE = 1


print(Text.LOWER, repr(Text.OTHER), f"{Text.LOWER:>7}", Number.ONE + 1, f"{Number.ONE}", repr(Number.ONE), str(Color.RED), f"{Color.RED:>12}", Number.ONE == 1, {1: "k"}[Number.ONE])
attempt(lambda: verify(enum.CONTINUOUS)(Enum("Gap", {"A": 1, "C": 3})))
attempt(lambda: verify(enum.NAMED_FLAGS)(Flag("Nameless", {"A": 1, "C": 6})))


class Planet(Enum):
    EARTH = (3, 2.5)

    def __init__(self, mass, radius):
        self.mass = mass


print(Planet.EARTH.mass, Planet((3, 2.5)), Planet(3, 2.5), [color.value for color in Color])
