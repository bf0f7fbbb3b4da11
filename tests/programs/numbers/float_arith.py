import math
inf, nan = float("inf"), float("nan")
for a in (7.5, -7.5, 0.0, -0.0, inf, 1e-300):
    for b in (2.0, -2.0, 0.3, inf, -inf):
        try:
            print(a, b, a + b, a - b, a * b, a / b, a // b, a % b, divmod(a, b))
        except Exception as exc:
            print(type(exc).__name__, exc)
print([x ** y for x, y in ((2.0, 0.5), (2, -1), (0.0, 0), (inf, 0), (1.0, nan), (-1.0, inf), (0.5, inf), (-2.0, 3), (-0.0, 3), (4.0, 1.5), (10.0, -400))])
print(nan == nan, nan != nan, nan < 1, nan > 1, inf == inf, -0.0 == 0.0, math.copysign(1, -0.0), 0.1 + 0.2 == 0.3, 1 == 1.0, 2**53 == 2.0**53, 1e16 + 1, 0.1 * 3)
print(max(1.0, nan), max(nan, 1.0), min(1, 1.0), sorted([3.5, -inf, 2, inf, 0.0]), sum([0.1] * 10), math.fsum([0.1] * 10), sum([1e100, 1.0, -1e100]), sum([0.1, 0.2, 0.3]), sum([1, 0.5, True]))
x = 0.0
for i in range(1, 1001):
    x += 1 / i
print(x, int(1e18), float(2**70), float(10**22), float(10**23), 1e308 + 1e308, -1e308 * 10)
print(5 // 2.0, -5 // 2.0, 5 % -3.0, -5 % 3.0, 5.5 // 1, 1e20 // 3, 1e20 % 3, 0.7 // 0.1, 0.7 % 0.1, -0.0 // 1, 3.0 // inf, -3.0 // inf)
print(True + 0.5, 1 + 0.5, 0.5 * 10**20, 10**16 + 0.5, 3 - 2.5, 2 / 4, 7 / 2, 6 / 3, -1 / 2, 0 / 5, 1 / -3)
print(float(), float(5), float(True), float("1.5"), (1.5).real, (1.5).imag, (1.5).conjugate(), abs(-2.5), -(-1.5), +0.5, bool(0.0), bool(nan), float.__name__, 1.5.__class__)
print(math.floor(2.7), math.floor(-2.7), math.ceil(2.1), math.trunc(-2.7), math.sqrt(2), math.pi, math.e, math.tau, math.hypot(3, 4), math.isclose(0.1 + 0.2, 0.3), math.fmod(-7, 3), math.remainder(7, 4), math.modf(-2.5), math.frexp(10.0), math.ldexp(0.5, 5), math.nextafter(1, 2), math.ulp(1.0), math.dist((0, 0), (3, 4)), math.prod([1.5, 2, 3]), math.fma(2, 3, 4))
print(math.log(10), math.log(8, 2), math.log2(8), math.log10(1000), math.log1p(1e-10), math.exp(1), math.expm1(1e-10), math.sin(1), math.cos(1), math.tan(1), math.asin(0.5), math.acos(0.5), math.atan(1), math.atan2(1, -1), math.sinh(1), math.cosh(1), math.tanh(0.5), math.gamma(5.5), math.lgamma(10.5), *(f"{f:.14g}" for f in (math.asinh(1), math.acosh(2), math.atanh(0.5), math.erf(0.5), math.erfc(0.5), math.cbrt(27))), math.degrees(math.pi), math.radians(180), math.exp2(3.5))
for f in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.log(-1), lambda: math.acos(2), lambda: math.exp(1000), lambda: math.factorial(-1), lambda: math.factorial(1.5), lambda: math.floor(inf), lambda: math.floor(nan), lambda: math.gamma(0), lambda: math.isqrt(-1), lambda: math.comb(-1, 2), lambda: math.fmod(1, 0), lambda: math.pow(0, -1), lambda: math.sqrt("x"), lambda: math.sqrt(), lambda: math.hypot("a"), lambda: math.gcd(1.5), lambda: math.log(2, 1), lambda: math.dist((1,), (1, 2)), lambda: math.ldexp(1, 10000), lambda: math.sin(inf)):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
