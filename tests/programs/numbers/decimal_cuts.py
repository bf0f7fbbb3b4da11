"""Decimals beyond 38 digits, and big ints moved and masked: cut after few and many digits, on either side of a half."""
import decimal
import zlib
from decimal import Decimal as D, localcontext


def show(*values):
    """Long numbers, shortened."""
    texts = [str(value) for value in values]
    print(*(text if len(text) < 30 else f"{text[:8]}..{text[-8:]}/{len(text)}/{zlib.crc32(text.encode())}" for text in texts))


MODES = [
    decimal.ROUND_UP, decimal.ROUND_DOWN, decimal.ROUND_CEILING, decimal.ROUND_FLOOR, decimal.ROUND_HALF_UP,
    decimal.ROUND_HALF_DOWN, decimal.ROUND_HALF_EVEN, decimal.ROUND_05UP,
]
for digits in (39, 40, 57, 58, 77, 120, 500, 1100):
    for tail in ("0", "1", "4999", "5", "5000", "50001", "9", "0" * 19 + "1", "5" + "0" * 18, "5" + "0" * 19, "5" + "0" * 30, "4" + "9" * 30, "9" * 25):
        for head in ("1" * digits, "9" * digits, "12" * (digits // 2) + "4" * (digits % 2)):
            with localcontext() as cx:
                cx.prec = digits
                out = []
                for mode in MODES:
                    cx.rounding = mode
                    out.append(str(+D(head + tail))[-12:])
                    out.append(-D(head + tail) == D("-" + head + tail) * 1)
                print(digits, tail[:6], len(tail), out)
with localcontext() as cx:
    for prec in (40, 60, 100, 300, 900):
        cx.prec = prec
        a, b = D(7) ** (prec // 2) / 3, D(10) ** prec / 7 + D(1) / 3
        show(a + b, a - b, a * b, b / a, (a * b).sqrt(), a // D("0.001"), b % a, a < b, a == a + 0)
        show(a.quantize(D("1e-5")), b.quantize(D("1e3")), (a * 1000).normalize(), D(10) ** prec + 1, D("1e-%d" % prec) + 1)

VALUES = [0, 1, 3, (1 << 64) - 1, 1 << 64, (1 << 64) + 1, 10 ** 40, -(10 ** 40), 3 ** 200, -(3 ** 200), (1 << 640) - 1, 1 << 640]
for a in VALUES:
    show([hash(a << n) for n in (0, 1, 63, 64, 65, 128, 200)], [a >> n for n in (0, 1, 63, 64, 65, 128, 630)])
    for b in VALUES:
        show(a & b, a | b, a ^ b, hash(a * b), (a * 10 ** 19) // (b or 1), a % (b or 1))
