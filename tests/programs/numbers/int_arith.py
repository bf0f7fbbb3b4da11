big = 10**40 + 7
print(big, -big, big + big, big * big, big - 2 * big, big // 3, big % 3, divmod(big, -7), divmod(-big, 7), -big // 10**20, big ** 3 % 1000)
for a in (7, -7, 0, 2**62, -(2**62), 2**64 + 1):
    for b in (3, -3, 1, 2**61, -(2**65)):
        print(a, b, a // b, a % b, divmod(a, b), a - b, a * b, a & b, a | b, a ^ b)
print([2**61 - 1 + i for i in range(3)], [2**62 - 1 + i for i in range(3)], [-(2**62) - i for i in range(2)], [2**63 - 1, 2**63, -(2**63), -(2**63) - 1])
print((2**62 - 1) + 1 - 1 == 2**62 - 1, (2**31) * (2**31), (2**32) ** 2, 3**100, (-3)**101, 2**-1, 0**0, (-2)**-2, 10**0)
print(1 << 100, (1 << 100) >> 98, -1 >> 100, -5 >> 1, 5 >> 70, -1 << 65, ~(2**70), ~-1, ~0, 0 << 10**6)
print(pow(3, 200, 1000007), pow(3, -1, 7), pow(-3, 5, 7), pow(2, 10, -7), pow(0, 0, 1), pow(5, 3, 1), pow(10, 50, 10**20 + 39))
print(abs(-big), -0, +5, int(True), True + True, True * 3, -True, -2, True & False, True | 2, True ^ True, type(True & True).__name__, type(True & 1).__name__)
print((10**20).bit_length(), (0).bit_length(), (-256).bit_length(), (255).bit_count(), (-(2**100) + 1).bit_count(), (10**30).to_bytes(13, "big").hex(), int.from_bytes(bytes(range(1, 20)), "little"))
print((12).as_integer_ratio(), (5).conjugate(), (5).real, (5).imag, (5).numerator, (5).denominator, (5).is_integer(), round(12345, -2), round(15, -1), round(25, -1), round(-15, -1), round(5, 2), round(5), round(10**30 + 5, -30))
print(big == float(big), 2**53 + 1 == float(2**53 + 1), 2**53 == float(2**53), 10**400 > float("inf"), 10**400 < float("inf"), 2**1023 < 1e308, 1 < 1.5, 10**30 == 1e30)
for f in (lambda: 1 // 0, lambda: 1 % 0, lambda: divmod(1, 0), lambda: big // 0, lambda: 1 << -1, lambda: 1 >> -1, lambda: 0 ** -1, lambda: pow(2, 2, 0), lambda: pow(2, -1, 4), lambda: float(10**400), lambda: 10**400 / 3, lambda: 1 << 2**70, lambda: pow(2, 1.5, 3), lambda: (1).to_bytes(0), lambda: (-1).to_bytes(1), lambda: (256).to_bytes(1), lambda: round(1, "x"), lambda: int("9" * 5000), lambda: str(10**5000), lambda: 2 ** "a", lambda: pow("a", 1, 2)):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
print(10**400 // 10**398, 10**400 / 10**399, (10**18 + 1) / 10**18, (2**64 - 1) / 2**64, 1 / 3, -7 / 2, 2**1000 / 2**999, 1 / (2**70))
import sys
print(sys.int_info.bits_per_digit, sys.maxsize, sys.get_int_max_str_digits())
sys.set_int_max_str_digits(0)
n = 3**20000
print(len(str(n)), str(n)[:20], str(n)[-20:], int(str(n)) == n, sum(map(int, str(n))), hex(n)[:20], n % 10**18)
import math
print(math.factorial(100), math.isqrt(10**50), math.comb(100, 50), math.gcd(2**100, 6**50), math.lcm(10**20, 15))
