"""Wide ints: digits in all radices, shifts and small factors, against arithmetic."""
import random
import sys

sys.set_int_max_str_digits(0)
random.seed(11)
for n_digits in (1, 18, 19, 20, 37, 38, 39, 57, 58, 100, 115, 116, 400, 1140, 1180, 1999, 2001, 4000):
    for _ in range(4):
        text = str(random.randrange(1, 10)) + "".join(random.choices("0123456789", k=n_digits - 1))
        value = 0
        for digit in text:
            value = value * 10 + ord(digit) - 48
        assert int(text) == value and str(value) == text and int("-" + text) == -value and str(-value) == "-" + text
        assert int(" +" + text[0] + "_" + text[1:] if len(text) > 1 else text) == value
        for base, prefix, convert in ((2, "0b", bin), (8, "0o", oct), (16, "0x", hex)):
            shown = convert(value)
            assert shown.startswith(prefix) and int(shown, base) == value and convert(-value) == "-" + shown
            digits = []
            rest = value
            while rest:
                rest, digit = divmod(rest, base)
                digits.append("0123456789abcdef"[digit])
            assert shown[2:] == "".join(reversed(digits))
        for shift in (0, 1, 7, 63, 64, 65, 128, 200):
            assert value << shift == value * 2**shift and value >> shift == value // 2**shift
            assert -value >> shift == -value // 2**shift
        for factor in (1, 7, 2**63, 2**64 - 1):
            product = value * factor
            assert product // factor == value and product % factor == 0 and (product + 1) % value == (1 if value > 1 else 0)
assert int("0" * 50 + "7") == 7 and int("0" * 19) == 0
for bad in ("", "1a", "1__0", "_1", "1_", "12345678901234567890x"):
    try:
        int(bad)
    except ValueError:
        pass
    else:
        raise AssertionError(bad)
sys.set_int_max_str_digits(640)
try:
    int("1" * 641)
except ValueError as e:
    assert str(e).startswith("Exceeds the limit (640 digits) for integer string conversion: value has 641 digits")
assert len(str(int("1" * 640))) == 640
