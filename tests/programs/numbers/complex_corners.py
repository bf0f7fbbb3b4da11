"""complex: text both ways, arithmetic with real operands, powers, formatting, signs of zeros."""
import cmath
import math


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


for text in ("1", "j", "-j", "1+j", "1-2.5e3j", "(3+4j)", " ( 1j ) ", "nan+infj", "1e400j", "1_0+2_0j", "+j1", "1 + j", "1+2",
             "", "()", "1j+1", "0x1j"):
    attempt(lambda: complex(text))
for action in (lambda: complex("1", 2), lambda: complex(1, "2"), lambda: complex([]), lambda: complex(real=1, imag=2),
               lambda: complex.from_number(3), lambda: complex.from_number("3"), lambda: 1j < 2j,
               lambda: 1j // 1, lambda: 1j % 1, lambda: divmod(1j, 1), lambda: int(1j), lambda: float(1j), lambda: 1j / 0,
               lambda: 0j**-1, lambda: 0j**1j, lambda: 0j**0, lambda: pow(1j, 2, 3), lambda: abs(complex(1e308, 1e308)),
               lambda: round(1j), lambda: math.sqrt(1j), lambda: complex(10**400)):
    attempt(action)
print(1j**2, (1 + 2j) ** 3, (1 + 2j) ** -2, 2**0j, (3 + 4j).conjugate(), abs(3 + 4j), -(0j), -0j, 0 - 0j)
print(complex(0.0, -0.0), complex(-0.0, 1), complex(math.inf, math.nan), repr(complex(-0.0, -0.0)), 1 - 0j, -1j)
print(2.0 + (-0j), 1.0 * complex(math.inf, 1), complex(math.inf, 1) / 2.0, 2.0 - 1j)
for spec in ("", ".2f", "+.1e", "g", "<20", "^20.1f", ",.2f", "020", "=20", "d", "%", "x", ".3", "z.0f"):
    attempt(lambda: format(-1234.5 + 0.25j, spec))
print(hash(1 + 0j), hash(2.5 + 0j) == hash(2.5), 1 + 0j == True, {1 + 0j: "one"}[1], complex(1, 2) == (1 + 2j))
print(cmath.phase(-1 + 0j) == math.pi, cmath.polar(0j), cmath.isclose(1j, 1j + 1e-12), cmath.isinf(complex(0, math.inf)))


class Both:
    def __complex__(self):
        return 5j

    def __float__(self):
        return 2.0


print(complex(Both()), complex(Both(), 1.0), cmath.sqrt(Both()) ** 2 == 5j)
