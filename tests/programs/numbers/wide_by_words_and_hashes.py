"""Wide ints of all lengths: divided by words, subtracted, hashed, written as bytes; each checked against its definition."""

import random

draw = random.Random(3)
PRIME = (1 << 61) - 1
WORDS = 3, 7, 10, 10**9, 10**18, (1 << 63) - 1, 1 << 63, (1 << 63) + 1, (1 << 64) - 1
LENGTHS = [*range(1, 400), 640, 1279, 1280, 1281, 2560, 4095, 4096, 4097, 4160, 4161, 4223, 4224, 4300, 5000, 10000, 30001]


def expected_hash(n):
    value = abs(n) % PRIME
    value = -value if n < 0 else value
    return -2 if value == -1 else value


n_checked = 0
for bits in LENGTHS:
    a = draw.getrandbits(bits) | 1 << bits - 1
    for value in a, -a, (1 << bits) - 1, -(1 << bits), PRIME * a, PRIME * a - 1, -PRIME * a - 1:
        assert hash(value) == expected_hash(value), value
    for word in (*WORDS, draw.getrandbits(64) | 1, draw.getrandbits(20) | 1):
        for value in a, -a, (1 << bits) - 1, word << bits, (word << bits) - 1:
            quotient, rest = divmod(value, word)
            assert quotient * word + rest == value and 0 <= rest < word, (value, word)
            assert value // word == quotient and value % word == rest
            quotient, rest = divmod(value, -word)
            assert quotient * -word + rest == value and -word < rest <= 0, (value, word)
            n_checked += 1
    for other in (1, 64, 65, 128, 130, 200, bits):
        b = draw.getrandbits(other)
        assert (a - b) + b == a and (b - a) + a == b and a - b == -(b - a)
        assert a + -b == a - b and -a + b == b - a
        assert (a < b) == (a - b < 0) and (a == b) == (not a - b)
        quotient, rest = divmod(a, b | 1)
        assert quotient * (b | 1) + rest == a and 0 <= rest < b | 1
    room = bits // 8 + 1
    assert int.from_bytes(a.to_bytes(room)) == a == int.from_bytes(a.to_bytes(room, "little"), "little")
    assert int.from_bytes((-a).to_bytes(room, signed=True), signed=True) == -a
print(n_checked)
