"""Write vectors.txt: operations on numbers and what CPython 3.14 makes of them.

    python3.14 src/number/tests/vectors.py
"""

import math
import os
import random
import struct
import sys

rng = random.Random(1)
out = []


def line(op, *args):
    out.append("\t".join([op, *args]))


def bits(x):
    return struct.pack(">d", x).hex()


def err(f, *args):
    try:
        return f(*args)
    except (ArithmeticError, ValueError) as exc:
        return type(exc).__name__


def fbits(value):
    return bits(value) if isinstance(value, float) else str(value)


ints = [0, 1, -1, 2, -2, 10, 2**31, -2**31, 2**63, -2**63, 2**63 - 1, 2**64, 2**64 - 1, -2**64, 2**128, 2**128 - 1,
        -2**128, 3 * 2**190, 10**19, 10**38, -10**57, (1 << 700) - 1]
for size in (60, 65, 128, 190, 640, 1300):
    for _ in range(1):
        ints.append(rng.getrandbits(size) * rng.choice((1, -1)))
    ints.append(((1 << size) - 1) << rng.randrange(size))

for a in ints:
    line("decimal", f"{a:x}", str(a))
    line("bits", f"{a:x}", str(a.bit_length()), str(a.bit_count()))
    line("hash", f"{a:x}", str(hash(a)))
    line("not", f"{a:x}", f"{~a:x}")
    line("tof64", f"{a:x}", fbits(err(float, a)))
    for n in (0, 1, 63, 64, 65, 200):
        line("shl", f"{a:x}", str(n), f"{a << n:x}")
        line("shr", f"{a:x}", str(n), f"{a >> n:x}")
    for n in (0, 1, 2, 5, 19, 40):
        line("round10", f"{a:x}", str(n), f"{round(a, -n):x}")
    if a >= 0:
        line("isqrt", f"{a:x}", f"{math.isqrt(a):x}")
    for n in (0, 1, 2, 3):
        line("pow", f"{a:x}", str(n), f"{a ** n:x}")
    for n in (1, 8, 9, 16, 33):
        for signed in (0, 1):
            r = err(lambda: a.to_bytes(n, "little", signed=bool(signed)))
            line("tobytes", f"{a:x}", str(n), str(signed), r.hex() if isinstance(r, bytes) else "error")
    for b in rng.sample(ints, 5) + [3]:
        line("add", f"{a:x}", f"{b:x}", f"{a + b:x}")
        line("sub", f"{a:x}", f"{b:x}", f"{a - b:x}")
        line("mul", f"{a:x}", f"{b:x}", f"{a * b:x}")
        line("and", f"{a:x}", f"{b:x}", f"{a & b:x}")
        line("or", f"{a:x}", f"{b:x}", f"{a | b:x}")
        line("xor", f"{a:x}", f"{b:x}", f"{a ^ b:x}")
        line("gcd", f"{a:x}", f"{b:x}", f"{math.gcd(a, b):x}")
        line("lcm", f"{a:x}", f"{b:x}", f"{math.lcm(a, b):x}")
        line("cmp", f"{a:x}", f"{b:x}", str((a > b) - (a < b)))
        line("truediv", f"{a:x}", f"{b:x}", fbits(err(lambda: a / b)))
        if b:
            q, r = divmod(a, b)
            line("divmod", f"{a:x}", f"{b:x}", f"{q:x}", f"{r:x}")
            e = rng.choice([0, 1, 2, 7, 65537, rng.getrandbits(90), -1, -5])
            r = err(pow, a, e, b)
            line("powmod", f"{a:x}", f"{e:x}", f"{b:x}", r if isinstance(r, str) else f"{r:x}")

for _ in range(100):
    a = rng.getrandbits(rng.randrange(1, 1200)) << rng.randrange(300)
    b = (rng.getrandbits(rng.randrange(1, 1200)) << rng.randrange(300)) + 1
    line("truediv", f"{a:x}", f"{b:x}", fbits(err(lambda: a / b)))
    line("tof64", f"{a:x}", fbits(err(float, a)))
for a in (2**53 + 1, 2**54 + 2, 2**54 + 6, 2**1024 - 2**970, 2**1024 - 2**970 - 1, 2**1024 - 2**969):
    line("tof64", f"{a:x}", fbits(err(float, a)))
for a, b in ((1, 2**1074), (1, 2**1075), (3, 2**1076), (1, 2**1076), (2**1024, 1), (2**1024 - 1, 1), (1, 3 << 1070)):
    line("truediv", f"{a:x}", f"{b:x}", fbits(err(lambda: a / b)))
big = rng.getrandbits(12000)
line("decimal", f"{big:x}", (sys.set_int_max_str_digits(0), str(big))[1])
line("divmod", f"{big:x}", f"{(b := rng.getrandbits(5000)):x}", f"{big // b:x}", f"{big % b:x}")
for n in (0, 1, 2, 3, 5, 10, 20, 21, 25, 64, 100, 333):
    line("factorial", str(n), f"{math.factorial(n):x}")
    for k in {0, 1, 2, n // 3, n // 2}:
        if k <= n:
            line("comb", str(n), str(k), f"{math.comb(n, k):x}")
            line("perm", str(n), str(k), f"{math.perm(n, k):x}")

for text, base in (("12", 10), (" 12_345\n", 10), ("0x1f", 16), ("0x1f", 0), ("0b_101", 0), ("-0o17", 8), ("zz", 36), ("010", 0), ("000", 0),
                   ("0_0", 0), ("1__2", 10), ("_1", 10), ("1_", 10), ("", 10), ("0x", 16), ("0x_", 16), ("0x__1", 16), ("+-1", 10), ("9", 8), ("- 1", 10),
                   ("1e5", 10), ("0b1", 16), ("0x1", 10), ("1" * 700, 7), ("f" * 40, 16), ("1" * 1000, 10), ("0" * 30 + "7", 10), ("7" * 45, 8), ("v" * 31, 32)):
    r = err(int, text, base)
    line("parse", text.replace("\n", "\\n"), str(base), r if isinstance(r, str) else f"{r:x}")

floats = [0.0, -0.0, 1.0, -1.5, 0.1, 1e16, 1e15, 123456789012345680.0, 1e22, 1e23, 1e-4, 1e-5, 0.00012345, 5e-324, 1.7976931348623157e308,
          2.2250738585072014e-308, 1 / 3, 2.5, 0.5, 1.5, 0.125, 0.375, 9.5, 99.5, 999999.5, 9999999.5, 1e100, 123456.789, 1e5, 100000.0, 1234567.0,
          math.pi, math.inf, -math.inf, math.nan, 2.675, 1.005, 5e-5, 0.05, 25.0, 15.0, 35.0, 1e300, -7.25]
for _ in range(12):
    floats.append(struct.unpack(">d", rng.randbytes(8))[0])
    floats.append(rng.uniform(-1000, 1000))
    floats.append(round(rng.uniform(-1000, 1000), rng.randrange(5)))
for x in floats:
    line("repr", bits(x), repr(x))
    line("hex", bits(x), x.hex())
    line("fromhex", x.hex(), fbits(float.fromhex(x.hex())))
    if x == x:
        line("fhash", bits(x), str(hash(x)))
    for kind in "efg":
        for precision in (0, 1, 2, 6, 15, 17, 30):
            line("format", bits(x), kind, str(precision), "", f"%.{precision}{kind}" % x)
            line("format", bits(x), kind, str(precision), "#", f"%#.{precision}{kind}" % x)
    for precision in (1, 3, 16, 17):
        line("format", bits(x), "g", str(precision), ".", format(x, f".{precision}"))
    line("format", bits(x), "f", "3", "z", format(x, "z.3f"))
    if math.isfinite(x):
        for n in (0, 1, 2, 5, 300, -1, -2, -5, -20, -308, 400, -400):
            line("round", bits(x), str(n), fbits(err(round, x, n)))
        n, d = x.as_integer_ratio()
        line("ratio", bits(x), f"{n:x}", f"{d:x}")
        line("trunc", bits(x), f"{int(x):x}", f"{math.floor(x):x}", f"{math.ceil(x):x}", f"{round(x):x}")
        line("ulp", bits(x), bits(math.ulp(x)))
    for y in rng.sample(floats, 3) + [2.0, -3.0]:
        if y:
            r = err(divmod, x, y)
            line("fdivmod", bits(x), bits(y), *map(bits, r))
        r = err(lambda: x ** y)
        line("fpow", bits(x), bits(y), fbits(r) if not isinstance(r, complex) else "complex")
        r = err(math.remainder, x, y)
        line("remainder", bits(x), bits(y), fbits(r))
        line("nextafter", bits(x), bits(y), bits(math.nextafter(x, y)))
        line("nextafter3", bits(x), bits(y), bits(math.nextafter(x, y, steps=3)))
        line("hypot", bits(x), bits(y), bits(math.hypot(x, y, 1.25)))
        line("cmpint", bits(x), str(n := int(rng.getrandbits(63))), str((x > n) - (x < n)))
for x in [rng.uniform(-10, 30) for _ in range(60)] + [0.5, 1e-10, 171.5, -170.5, 1e-300, 100.5, 1e10]:
    for name in ("gamma", "lgamma", "erf", "erfc"):
        line(name, bits(x), fbits(err(getattr(math, name), x)))
for text in ("1", "1.", ".5", ".", "", "1e5", "1e", "1_000.5", "1__0", "_1", "1_", "1_.5", "1._5", "1e1_0", "1e_1", "inf", "-Infinity", "+nan", "infi", " 1.5 ", "1 2",
             "0x1", "1e400", "1e-400", "123456789012345678901234567890", "179769313486231580793728971405301e277", "nan()", "--1", "\v1", "1d5", "1f"):
    line("fparse", text, fbits(err(float, text)).replace("bits", ""))
for text in ("0x1p-1075", "0x1.8p-1074", "0x1.fffffffffffff8p1023", "0x1.fffffffffffff7p1023", "1p2", "0x.8", "0x", "0x1.p3", "0x1p", "0x1p+", "inf", "-nan", "0x1.00000000000008p0",
             "0x1.00000000000018p0", "0x1.000000000000080000001p0", "0x" + "f" * 100, "0x0p99999999999999999999", "0x1p99999999999999999999", "0x1p-99999999999999999999", "0x0." + "0" * 300 + "1p1204", " 0x1 ", "1 "):
    line("fromhex", text, fbits(err(float.fromhex, text)))
cs = [0j, 1 + 2j, -1j, complex(-0.0, -0.0), complex(math.inf, math.nan), complex(1, math.inf), 3 + 0j, 1e300 + 1e300j, complex(0.5, -2.25), complex(math.nan, 1), complex(-0.0, 2), complex(math.inf, -math.inf)]
for a in cs:
    line("crepr", bits(a.real), bits(a.imag), repr(a))
    for b in cs + [2 + 0j, -3 + 0j, 0.5 + 0j, 1j, 200 + 0j]:
        for name, op in (("cmul", lambda: a * b), ("cdiv", lambda: a / b), ("cpow", lambda: a ** b)):
            r = err(op)
            line(name, bits(a.real), bits(a.imag), bits(b.real), bits(b.imag), *((bits(r.real), bits(r.imag)) if isinstance(r, complex) else (r, "")))
for a in cs:
    for x in (0.0, 2.0, -3.5, math.inf, math.nan):
        for name, op in (("rdiv", lambda: x / a), ("divr", lambda: a / x), ("mulr", lambda: a * x), ("rsub", lambda: x - a)):
            r = err(op)
            line(name, bits(a.real), bits(a.imag), bits(x), *((bits(r.real), bits(r.imag)) if isinstance(r, complex) else (r, "")))
for text in ("1", "1j", "j", "-j", "1+j", "1-2j", "(1+2j)", " ( 1+2j ) ", "1+2", "1 + 2j", "1e5-2e-3j", "infj", "nan+infj", "inf", "(1", "1)", "", "()", "1jj", "+1.5J", "1_0+2_0j", "1++2j", "1+2j3", "-nan-infj", "1e+j", ".5j", "1_+2j", "e5j", "1e5j", "--1j"):
    r = err(complex, text)
    line("cparse", text, *((bits(r.real), bits(r.imag)) if isinstance(r, complex) else (r, "")))
for seq in ((), (1,), (1, 2, 3), (-1, 2**70, 0), tuple(range(50))):
    line("thash", ",".join(str(hash(x)) for x in seq), str(hash(seq)))
    line("shash", ",".join(str(hash(x)) for x in frozenset(seq)), str(hash(frozenset(seq))))
    line("chash", str(hash(1.5)), str(hash(2.5)), str(hash(1.5 + 2.5j)))
for seq in ([0.1] * 10, [1e100, 1.0, -1e100], [1e-16, 1, 1e16], [math.inf, 1], [math.inf, -math.inf], [math.nan, 1], [1e308, 1e308], [1e308, 1e308, -1e308],
            [rng.uniform(-1, 1) * 10.0 ** rng.randrange(-20, 20) for _ in range(100)]):
    line("fsum", ",".join(map(bits, seq)), fbits(err(math.fsum, seq)))
    line("sum", ",".join(map(bits, seq)), fbits(err(sum, seq, 0.0)))
    if all(map(math.isfinite, seq)) and max(seq) < 1e150:
        line("sumprod", ",".join(map(bits, seq)), ",".join(map(bits, seq[::-1])), fbits(err(math.sumprod, seq, seq[::-1])))
for seed in (0, 1, 12345, 2**40 + 7, 2**100):
    r = random.Random(seed)
    line("random", f"{seed:x}", bits(r.random()), str(r.getrandbits(7)), f"{r.getrandbits(100):x}", bits([r.random() for _ in range(700)][-1]))

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "vectors.txt"), "w", encoding="utf-8", newline="\n") as file:
    file.write("\n".join(out) + "\n")
print(len(out))
