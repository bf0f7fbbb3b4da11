z = 3 + 4j
print(z, -z, z.real, z.imag, abs(z), z.conjugate(), z + 1, z - 2j, z * z, z / (1 - 1j), z ** 2, z ** 0.5, z ** -1, z == 3 + 4j, z != 3, 5 + 0j == 5, hash(z) == hash(3 + 4j), hash(2 + 0j) == hash(2))
print([repr(c) for c in (0j, -0j, 1j, -1j, 1 + 0j, 1.5 - 2.5j, complex(-0.0, 1), complex(0, -0.0), complex("inf"), complex(float("nan"), float("-inf")), 1e20j, complex(1e-5, 1e16), -(1 + 0j), complex(-0.0, -0.0))])
for args in ((), (1,), (1, 2), (1.5, -2), ("1+2j",), ("-1.5e3j",), ("j",), ("+j",), ("1",), (" 3-4j ",), ("(1+2j)",), ("inf+nanj",), ("1_0+2_0j",), (True,), ("-j",), ("1e5-2e-3j",)):
    print(args, complex(*args))
import warnings
warnings.simplefilter("ignore")
for args in (("",), ("x",), ("1+",), ("1 + 2j",), ("1+2",), ("2j+1",), ("jj",), ("(1",), (None,), ("1", 2), (1, "2"), ([],), ("1+2j3",), (b"1",), ("1++2j",)):
    try:
        print(args, complex(*args))
    except Exception as exc:
        print(args, type(exc).__name__, exc)
for f in (lambda: z < 1j, lambda: z // 2, lambda: z % 2, lambda: divmod(z, 1), lambda: int(z), lambda: float(z), lambda: z / 0, lambda: 0j ** -1, lambda: 0j ** 1j, lambda: round(z), lambda: pow(z, 2, 3), lambda: (1e200 + 0j) ** 2, lambda: z @ z, lambda: ~z, lambda: list()[0j], lambda: max(z, 1)):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
print(1j * 1j, 1j ** 2, (1 + 1j) ** 10, (1 + 1j) ** -3, 2 ** 1j, (-8) ** (1 / 3), (-1) ** 0.5, 0, complex(2) ** 3, 1j ** 4, (2 + 3j) ** (1 - 1j))
print(1 + 1j == 1j + 1, 2 * 1j, 1 / 1j, 1j / 2, 1.5 + 2j - 1.5, 10**20 + 1j, sum([1j, 2, 3.5]), abs(1e200 + 1e200j), abs(complex("nan+infj")), bool(0j), bool(1j))
class C:
    def __complex__(self): return 5 + 6j
class F:
    def __float__(self): return 2.5
class I:
    def __index__(self): return 7
print(complex(C()), complex(F()), complex(I()), complex(F(), I()), complex.from_number(3))
import cmath
print(cmath.sqrt(-1), cmath.exp(1j * cmath.pi), cmath.phase(-1), cmath.polar(1j), cmath.rect(2, 0.5), cmath.log(-1), cmath.isclose(1j, 1j + 1e-12), cmath.sin(1j), cmath.isnan(complex("nan")), cmath.inf)
print(0.1j, 5.J, 1e3j, 0x10 + 1j, 1_0j, (1+2j).__getnewargs__(), complex.__doc__ is not None)
