from math import gcd, isqrt
def primes(n):
    sieve = bytearray([1]) * (n + 1); sieve[:2] = b"\0\0"
    for i in range(2, isqrt(n) + 1):
        if sieve[i]: sieve[i * i::i] = bytes(len(range(i * i, n + 1, i)))
    return [i for i, p in enumerate(sieve) if p]
print(primes(60), len(primes(20000)), sum(primes(5000)))
def is_prime(n):
    if n < 2: return False
    for p in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        if n % p == 0: return n == p
    d, s = n - 1, 0
    while d % 2 == 0: d //= 2; s += 1
    for a in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        x = pow(a, d, n)
        if x in (1, n - 1): continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1: break
        else: return False
    return True
print([p for p in range(10**12, 10**12 + 200) if is_prime(p)], is_prime(2**127 - 1), is_prime(2**128 + 1), is_prime(561))
def rho(n):
    if n % 2 == 0: return 2
    for c in range(1, 20):
        x = y = 2; d = 1
        while d == 1: x = (x * x + c) % n; y = (y * y + c) % n; y = (y * y + c) % n; d = gcd(abs(x - y), n)
        if d != n: return d
def factor(n):
    if n == 1: return []
    if is_prime(n): return [n]
    d = rho(n); return sorted(factor(d) + factor(n // d))
for n in (360, 1001, 2**32 + 1, 10**15 + 1, 999999000001): print(n, factor(n))
def egcd(a, b): return (a, 1, 0) if b == 0 else (lambda g, x, y: (g, y, x - a // b * y))(*egcd(b, a % b))
print(egcd(240, 46), pow(17, -1, 3120), pow(65, 17, 3233), pow(pow(65, 17, 3233), 2753, 3233))
def collatz(n):
    steps = 0
    while n != 1: n = n // 2 if n % 2 == 0 else 3 * n + 1; steps += 1
    return steps
print(max(range(1, 3000), key=collatz), collatz(27), [sum(d for d in range(1, n) if n % d == 0) for n in (6, 28, 496)], [n for n in range(1, 2000) if n == sum(int(d) ** len(str(n)) for d in str(n))])
def continued(x, n):
    from fractions import Fraction
    out = []
    for _ in range(n): a = int(x); out.append(a); x = x - a; x = 1 / x if x else 0
    return out
print(continued(3.141592653589793, 5), continued(2 ** 0.5, 6)); import itertools; print(list(itertools.islice((a for a, b, c in ((a, b, a * a + b * b) for a in range(1, 100) for b in range(a, 100)) if isqrt(c) ** 2 == c), 8)))
def roman(n): return "".join(s * (n // v) + (n := n % v, "")[1] for v, s in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")))
print([roman(n) for n in (4, 9, 14, 1994, 2024, 3999)], 2**1000 % 10**10, len(str(2**10000)), sum(map(int, str(2**1000))), 100 ** 50 // 99 ** 50, int("".join(map(str, range(1, 30)))) % 97)
