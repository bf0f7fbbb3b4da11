"""int's methods: bytes both ways, bit counts, ratios, rounding to tens, and what they refuse."""


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


for number in (0, 1, -1, 255, -256, 2**63, -(2**63)):
    print(number, number.bit_length(), number.bit_count(), number.as_integer_ratio(), number.conjugate())
for number, length, order, signed in (
    (0, 0, "big", False), (1, 2, "big", False), (258, 2, "little", False), (-1, 3, "big", True),
    (-129, 2, "little", True), (128, 1, "big", True), (-1, 1, "big", False), (256, 1, "little", False),
    (5, -1, "big", False), (5, 1, "middle", False),
):
    attempt(lambda: number.to_bytes(length, order, signed=signed))
print((7).to_bytes(), int.from_bytes(b"\xff\x00"), int.from_bytes([1, 2], "little"), int.from_bytes(b"", signed=True))
attempt(lambda: int.from_bytes([256]))
attempt(lambda: int.from_bytes("text"))
attempt(lambda: int.from_bytes(3))
for digits in (0, -1, -2, -3, -20, 5):
    print(digits, round(12345, digits), round(-15, digits), round(25, digits), round(35, digits))
attempt(lambda: round(5, 1.0))
for base, exponent, modulus in ((3, -1, 7), (2, -1, 4), (5, 3, -7), (0, 0, 1), (2, 3, 0), (-2, 5, 7), (3, -2, -11)):
    attempt(lambda: pow(base, exponent, modulus))
attempt(lambda: pow(2, 0.5, 3))
attempt(lambda: 1 << -1)
attempt(lambda: 0 << 10**30)
attempt(lambda: 5 >> 10**30)
attempt(lambda: -5 >> 10**30)
attempt(lambda: int("0x1f", 0) + int("0b11", 0) + int("0o17", 0))
attempt(lambda: int("010", 0))
attempt(lambda: int("z", 37))
attempt(lambda: int(5, 10))
attempt(lambda: int("\u0663\u0664") + int(" 1_000\n"))
attempt(lambda: int("1__0"))
attempt(lambda: int(float("nan")))
attempt(lambda: int(float("-inf")))
print((5).is_integer(), (5).real, (5).imag, (5).numerator, (5).denominator, True.denominator, ~True.real)
