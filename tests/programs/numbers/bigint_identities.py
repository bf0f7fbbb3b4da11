import random
rng = random.Random(2024)
sizes = [1, 8, 31, 32, 33, 61, 62, 63, 64, 65, 127, 128, 129, 500, 1000, 4000]
def rand(bits):
    n = rng.getrandbits(bits) | 1 << (bits - 1)
    return -n if rng.random() < 0.5 else n
for p in sizes:
    for q in sizes:
        a, b = rand(p), rand(q)
        assert a + b == b + a and a + b - b == a and a - b == -(b - a)
        assert a * b == b * a and (a + b) * (a - b) == a * a - b * b
        d, m = divmod(a, b)
        assert d * b + m == a and (0 <= m < b or b < m <= 0), (a, b)
        assert d == a // b and m == a % b
        assert (a & b) + (a | b) == a + b and a ^ b == (a | b) - (a & b) and ~a == -a - 1
        s = q % 97
        assert a << s == a * 2 ** s and a >> s == a // 2 ** s
        assert int(str(a)) == a and int(hex(a), 16) == a and int(bin(b), 2) == b and int(oct(a), 8) == a
        n = (abs(a).bit_length() + 8) // 8
        assert int.from_bytes(a.to_bytes(n, "little", signed=True), "little", signed=True) == a
        assert int.from_bytes(a.to_bytes(n + 3, "big", signed=True), "big", signed=True) == a
        assert (a < b) == (a - b < 0) and (a == b) == (not a - b) and hash(a) == hash(a + 0)
        if p < 1000:
            assert float(a) == a or abs(int(float(a)) - a) <= abs(a) >> 52
        assert hash(a) == (abs(a) % (2**61 - 1)) * (1 if a >= 0 else -1) or hash(a) == -2
for bits in (10, 64, 200):
    a, e, m = abs(rand(bits)), rng.getrandbits(40), abs(rand(bits)) | 1
    r, base, k = 1 % m, a % m, e
    while k:
        if k & 1:
            r = r * base % m
        base, k = base * base % m, k >> 1
    assert pow(a, e, m) == r
import math
for bits in sizes:
    n = abs(rand(bits))
    r = math.isqrt(n)
    assert r * r <= n < (r + 1) ** 2
    assert math.gcd(n * 6, n * 15) == n * 3
    assert n.bit_length() == len(bin(n)) - 2 and n.bit_count() == bin(n).count("1")
