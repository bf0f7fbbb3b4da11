from fractions import Fraction as F
from decimal import Decimal as D, getcontext, localcontext, ROUND_HALF_UP, ROUND_DOWN, InvalidOperation, DivisionByZero
import numbers
print(F(3, 4), F("0.125"), F("-7/3"), F(0.5), F(1.1), F(D("1.5")), F(6, -4), F(5), F(), repr(F(1, 3)), F("1e-3"), F(" 3/4 "), F(3, 4).numerator)
a, b = F(1, 3), F(2, 5)
print(a + b, a - b, a * b, a / b, a // b, a % b, divmod(b, a), a ** 2, a ** -2, a ** 0.5, 2 ** F(2), -a, abs(-a), a < b, a == F(2, 6), a + 1, 1 - a, a * 0.5, 1 / a, round(F(7, 3)), round(F(7, 3), 1), int(F(7, 2)), float(a), hash(F(2)) == hash(2), a.limit_denominator(2), F(3.141592653589793).limit_denominator(1000), f"{F(1, 3):.3f}", bool(F(0)))
for x in (lambda: F(1, 0), lambda: F("x"), lambda: F("1/0"), lambda: F(1.5, 2), lambda: F(float("nan")), lambda: F(float("inf")), lambda: a / 0, lambda: F(1j)):
    try:
        print(x())
    except Exception as exc:
        print(type(exc).__name__, exc)
print(D("1.10"), D("1.1") + D("2.2"), D(1) / D(3), D("1e5"), D("1E-10"), D(0.1), D("-0"), D("Infinity"), D("NaN"), D((1, (1, 2, 3), -2)), repr(D("1.50")), D("1.10") == D("1.1"), D(10) // D(3), D(-7) % D(3), divmod(D(7), D(2)), D(2) ** D("0.5"), D(2).sqrt(), D("1.5").as_tuple(), D("123.456").quantize(D("0.01")), D("2.5").quantize(D(1)), D("2.5").quantize(D(1), ROUND_HALF_UP), D("1234567.89").normalize(), D("100").normalize(), D("1e3").to_integral_value(), round(D("2.675"), 2), int(D("3.9")), float(D("0.1")), f"{D('1234567.891'):,.2f}", f"{D('0.00001234'):e}", str(D("0.0000001")), str(D("1E+3")), hash(D(1)) == hash(1), D(1) < 1.5, D("0.5") == 0.5, max(D(1), D(2)), sum([D("0.1")] * 3))
print(getcontext().prec)
with localcontext() as ctx:
    ctx.prec = 5
    print(D(1) / D(7), D("123456789") + 0)
print(D(1) / D(7), D(7).ln(), D(2).exp(), D(100).log10(), D("1.5").compare(D(2)), D("3.7").to_integral_exact(rounding=ROUND_DOWN), D(5).is_signed(), D("sNaN").is_snan(), D("12.3").adjusted(), D("1.20").same_quantum(D("3.45")), D(3).copy_sign(D(-1)), D("1e400") * 10)
for x in (lambda: D("x"), lambda: D(1) / 0, lambda: D(0) / 0, lambda: D("inf") - D("inf"), lambda: D(1) + 1.5, lambda: D([1]), lambda: D(-1).sqrt(), lambda: D("1.234").quantize(D("1e-50")), lambda: int(D("nan")), lambda: D(1) < D("nan")):
    try:
        print(x())
    except Exception as exc:
        print(type(exc).__name__, exc)
print([isinstance(x, c) for c in (numbers.Number, numbers.Complex, numbers.Real, numbers.Rational, numbers.Integral) for x in (1, 1.5, 1j, a, D(1), True)])
