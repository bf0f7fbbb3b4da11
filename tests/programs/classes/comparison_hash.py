class E:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return isinstance(o, E) and self.v == o.v
class H(E):
    def __hash__(self): return hash(self.v)
class N(E):
    __hash__ = E.__eq__ and None
print(E(1) == E(1), E(1) != E(1), E(1) == 1, E.__hash__)
try:
    {E(1)}
except TypeError as exc:
    print(exc)
try:
    {E(1): 1}
except TypeError as exc:
    print(exc)
print({H(1), H(1)} == {H(1)}, len({H(1), H(2), H(1)}), {H(1): "x"}[H(1)])
class Bad:
    def __hash__(self): return "x"
class Big:
    def __hash__(self): return 2**100
class Neg:
    def __hash__(self): return -1
try:
    hash(Bad())
except TypeError as exc:
    print(exc)
print(hash(Big()) == hash(2**100), hash(Neg()), hash(-1), hash(-2))
print(hash(1) == hash(1.0) == hash(True) == hash(1 + 0j), hash(0.5) == hash(2**-1), hash(2**61 - 1), hash(2**61), hash(-(2**61)), hash(float("inf")))
from fractions import Fraction
from decimal import Decimal
print(hash(Fraction(1, 2)) == hash(0.5) == hash(Decimal("0.5")), hash(1.5), hash(1e300), hash(0.1), hash(3.7 + 2j))
print(hash((1, 2, 3)), hash(()), hash((1, (2, 3))), hash(frozenset()), hash(frozenset([1, 2])), hash(range(5)) == hash((5, 0, 1)))
print(1 == True, {1: "a", 1.0: "b", True: "c"}, {0.0: 1, -0.0: 2})
nan = float("nan")
print(nan == nan, nan in [nan], [nan] == [nan], {nan: 1}[nan], (nan,) < (nan,), float("nan") in [nan])
from functools import total_ordering
@total_ordering
class T:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): return self.v < o.v
print(T(1) <= T(2), T(2) >= T(3), T(1) > T(0), T.__hash__)
class Raises:
    def __eq__(self, o): raise ValueError("eq")
    __hash__ = lambda self: 5
try:
    Raises() in [1]
except ValueError as exc:
    print(exc)
r = Raises()
print(r in [r], [r] == [r], {r: 1}[r])
class OnlyNe:
    def __ne__(self, o): return "ne"
print(OnlyNe() != 1, OnlyNe() == 1)
print([1, 2] < [1, 3], (1, 2) < (1, 2, 0), [] < [0], "a" < "b", {1} < {1, 2}, {1, 2} <= {1, 2}, b"a" < b"b", [1] == (1,))
