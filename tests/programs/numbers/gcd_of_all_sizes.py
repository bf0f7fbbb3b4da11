"""gcd and lcm from one digit to hundreds, against Euclid's algorithm."""

import math
import random


def euclid(a, b):
    a, b = abs(a), abs(b)
    while b:
        a, b = b, a % b
    return a


draw = random.Random(7)
n_checked = 0


def check(a, b):
    global n_checked
    expected = euclid(a, b)
    assert math.gcd(a, b) == math.gcd(b, a) == math.gcd(-a, b) == expected, (a, b)
    common = abs(a * b) // expected if expected else 0
    assert math.lcm(a, b) == math.lcm(b, -a) == common, (a, b)
    n_checked += 1


BITS = 1, 30, 63, 64, 65, 100, 127, 128, 129, 191, 192, 193, 256, 400, 640, 1023, 1024, 1025, 1100, 2000
for i in BITS:
    for j in BITS:
        a, b = draw.getrandbits(i), draw.getrandbits(j)
        check(a, b)
        for k in 1, 40, 64, 90, 200:
            common = draw.getrandbits(k) | 1
            check(a * common, b * common)
        # Quotients that are large, equal top bits, neighbours.
        check(a << j, (a << j) + 1)
        check(a << j, (a << j) + b)
        check((a << 64) + 1, a)
        check(2**i - 1, 2**j - 1)
        check(2**i, 2**j + 1)
        check(a, a)

# All quotients are 1.
f, g = 1, 1
for _ in range(1600):
    f, g = g, f + g
    check(f, g)
    if _ % 50 == 0:
        check(f * 1_000_003, g * 1_000_003 * 77)
print(n_checked)
