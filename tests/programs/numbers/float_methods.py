"""float's methods: hex both ways, ratios, rounding half to even, from_number, and their refusals."""
import math


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


for number in (0.0, -0.0, 1.0, 0.1, -2.5, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, math.inf, math.nan):
    print(number.hex(), number.is_integer(), repr(number))
for text in ("0x1p-1074", "0x1.8", " -0X.8P+2 ", "0x1.fffffffffffff8p0", "0x1.fffffffffffff7p0", "inf", "-NaN", "1",
             "0x", "0x1p1024", "0x1p-1076", "0x1.0p", "1.g", "", "0x1_0"):
    attempt(lambda: float.fromhex(text))
for number in (0.5, -0.1, 1e300, 5e-324, math.inf, math.nan):
    attempt(lambda: [len(str(part)) for part in number.as_integer_ratio()])
for number in (0.5, 1.5, 2.5, -0.5, 2.675, 1e22, 1234.5678):
    print(round(number), round(number, 1), round(number, 2), round(number, -2), repr(round(number, -400)))
attempt(lambda: round(1.7e308, -308))
attempt(lambda: round(math.nan))
attempt(lambda: round(math.inf))
attempt(lambda: round(math.inf, 3))
print(7.5 // 2, -7.5 // 2, 7.5 % -2, -7.5 % 2, divmod(-0.0, 3), divmod(1e16, 0.3), math.inf % 2, 5.0 % math.inf, -5.0 % math.inf)
for action in (lambda: 1.0 // 0, lambda: 1.0 % 0, lambda: 1.0 / 0, lambda: divmod(1.0, 0), lambda: 0.0**-1,
               lambda: (-8.0) ** (1 / 3), lambda: 10.0**400, lambda: float(10**400), lambda: 1.0 ** math.nan,
               lambda: float("1_0.5_0e1_0"), lambda: float("1__0"), lambda: float("\u0661.\u0665"), lambda: float(b"2.5"),
               lambda: float("1.5x"), lambda: float([]), lambda: float.from_number("1"), lambda: float.from_number(True)):
    attempt(action)
print(hash(0.5), hash(math.inf), hash(-math.inf), hash(1e300) == hash(int(1e300)), 2**53 + 1 == float(2**53 + 1))
print(float.__getformat__("double"), (1.5).conjugate(), (1.5).imag)
