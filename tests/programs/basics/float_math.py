print(1.5 + 2.5, 0.1 + 0.2, 1 / 3, 2 ** 0.5, 7.5 // 2, 7.5 % 2, -7.5 // 2, 1e300 * 1e10, -1e300 * 1e10, 5.0, 1e3, 1.0 == 1, 3 * 1.5, 10 / 4, 2.0 ** -1)
print(round(2.567, 2), round(2.5), int(3.9), int(-3.9), float(3), abs(-1.5), max(1.5, 2), min(1.5, 1), divmod(7.5, 2), float("inf") > 10**300, float("nan") != float("nan"))
import math
print(math.pi, math.sqrt(16), math.floor(2.7), math.ceil(2.1), math.sin(0), math.factorial(5), math.gcd(12, 18), math.log(math.e), math.inf, math.isnan(math.nan), math.hypot(3, 4))
t = 0.0
for i in range(10): t += 0.1
print(t, t == 1.0, sum([0.1] * 10))
try: 1.0 / 0
except ZeroDivisionError as e: print(e)
