"""Ints where one way of calculating ends and another begins, against definitions in terms of plainer operators."""

import math
from fractions import Fraction

EDGES = [0, 1, 2, 7, 2**61 - 1, 2**61, 2**62, 2**63, 2**64 - 1, 2**64, 2**64 + 1, 10**19, 2**127, 2**128 - 1, 2**128, 3**200]
EDGES += [-n for n in EDGES if n]


def twos_complement(op, a, b):
    width = max(a.bit_length(), b.bit_length()) + 2
    result = op(a % 2**width, b % 2**width)
    return result - 2**width if result >> width - 1 else result


for a in EDGES:
    for b in EDGES:
        assert a + b == -(-a - b) and a - b == -(b - a) and (a - b) + b == a
        assert a & b == twos_complement(int.__and__, a, b), (a, b)
        assert a | b == twos_complement(int.__or__, a, b), (a, b)
        assert a ^ b == twos_complement(int.__xor__, a, b), (a, b)
        if b:
            q, r = divmod(a, b)
            assert (q, r) == (a // b, a % b) and q * b + r == a and 0 <= abs(r) < abs(b) and r * b >= 0, (a, b)
            assert math.gcd(a, b) * math.lcm(a, b) == abs(a * b)
    for n in 0, 1, 5, 61, 63, 64, 65, 127, 128, 129, 400:
        assert a << n == a * 2**n and a >> n == a // 2**n, (a, n)
        # Half to even, as fractions round.
        assert round(a * 5, -n) == round(Fraction(a * 5, 10**n)) * 10**n, (a, n)
    for base in range(2, 37):
        text, n = "", abs(a)
        while n or not text:
            n, digit = divmod(n, base)
            text = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + text
        text = "-" * (a < 0) + text
        assert int(text, base) == int(f" \n{text}\t", base) == int(text.upper().encode(), base) == a, (text, base)
        assert int(text[:2] + "_" * (len(text) > 2) + text[2:], base) == a or text[:1] == "-" and len(text) == 2

# Quotients between two doubles and very near to the middle between them.
for mantissa in 2**52, 2**52 + 1, 2**53 - 1:
    for divisor in 3, 2**61 + 1, 10**30, 7**90:
        middle = (2 * mantissa + 1) * divisor
        below, above = float(mantissa), float(mantissa + 1)
        even = below if mantissa % 2 == 0 else above
        assert middle / (2 * divisor) == even
        assert (middle * 2**80 + 1) / (divisor * 2**81) == above
        assert (middle * 2**80 - 1) / (divisor * 2**81) == below
        assert -(middle * 2**80 - 1) / (divisor * 2**81) == -below

for text in "", "-", "+", "--1", "- 1", "+-1", "1_", "_1", "1__0", "0x", "-0x", "1 2":
    for base in 10, 16, 7:
        try:
            print(base, repr(text), int(text, base))
        except ValueError as error:
            print(error)
