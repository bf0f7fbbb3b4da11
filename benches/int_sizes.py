"""Times what ints can do, from ten digits to 100,000.

    python int_sizes.py                            times this interpreter
    python int_sizes.py NEW OLD [ROUNDS [FILTER]]  compares two: they take turns at each case, the best round counts

Times are processor time for one evaluation; a ratio below 1 says that NEW is faster. FILTER is a regular expression that
is looked for in `SIZE EXPRESSION`.
"""

import math
import random
import re
import sys
import time

import turns

SIZES = 10, 20, 50, 100, 200, 500, 1_000, 3_000, 10_000, 30_000, 100_000

# `a`, `b` and the odd `m` have as many digits as the size says, `h` half as many, `c` twice; `n` is below zero, `e` equals `a`.
CASES = """
    a + b; a + n; a + h; h + a; a + 7; n + 7; a - b; b - a; a - h; a - 7; 7 - a; e - a
    a * b; a * n; a * a; a * h; c * h; a * 7; a ** 2; a ** 5; 7 ** size; 2 ** size
    c // b; c // n; a // h; c // h; a // 7; n // 7; a // 10**9
    c % b; c % n; a % h; c % h; a % 7; n % 7; divmod(c, b); divmod(c, n); divmod(a, 10); divmod(a, 10**9)
    a << 1; a << 64; a << size; n << 5; a >> 1; a >> 64; a >> size; n >> 5
    a & b; a | b; a ^ b; a & n; a | n; a ^ n; a & h; a | h; a & 255; a | 1
    ~a; -a; +a; abs(n); bool(a); a.bit_length(); a.bit_count(); float(a); a / b; a / 7; 7 / a; round(a, -5)
    a < b; a == e; a != n; a >= h; a > 7; hash(a); {a: 1}
    pow(a, 3, m); pow(a, 65537, m); pow(3, h, m); pow(a, b, m); pow(a, -1, m); pow(a, 3, c)
    gcd(a, b); gcd(a, h); gcd(a, 12); lcm(a, h); isqrt(a)
    str(a); str(n); f"{a}"; hex(a); bin(a); oct(a); int(text); int(spaced)
    int(hexes, 16); int(bits, 2); int(text, 7)
    a.to_bytes(room); a.to_bytes(room, "little"); n.to_bytes(room, signed=True)
    int.from_bytes(raw); int.from_bytes(raw, "little"); int.from_bytes(raw, signed=True)
    x += 7; x += b; x -= b; x ^= b; x = x * 7 % m; x = x * b % m; x = (x << 3 ^ b) % m
"""
CASES = [case.strip() for case in CASES.strip().replace("\n", ";").split(";")]


def limit(case):
    """The most digits at which a case ends in reasonable time, or at all."""
    if case in ("float(a)", "a / 7"):
        return 300
    if case in ("pow(3, h, m)", "pow(a, b, m)"):
        return 500
    if case == "pow(a, -1, m)":
        return 3_000
    return 10_000 if case.startswith(("pow", "lcm", "int(text, 7")) else SIZES[-1]


def names(size):
    """What the expressions speak of."""
    digits = random.Random(size)

    def number(size):
        return digits.randrange(10 ** (size - 1), 10**size)

    a, b, h = number(size), number(size), number(max(size // 2, 1)) | 1
    m = 3 * number(size) | 1
    while math.gcd(a, m) != 1:
        m += 2
    room = (a.bit_length() + 15) // 8
    return dict(
        size=size, a=a, b=b, c=a * b + 1, e=int(str(a)), h=h, m=m, n=-b, text="35" * (size // 2), spaced=f" {'35' * (size // 2)} ", hexes="a7" * (size // 2),
        bits="10" * (size // 2), room=room, raw=b"\x8e" * (room - 1), gcd=math.gcd, lcm=math.lcm, isqrt=math.isqrt,
    )


def make_loop(case, size):
    """A function that evaluates the case so many times and tells the processor time of that."""
    known = names(size)
    step = case if case.startswith("x ") else "y = " + case
    source = f"def run(n_times, {', '.join(known)}):\n x = a\n start = clock()\n for _ in range(n_times):\n  {step}\n return clock() - start"
    space = {"clock": time.process_time}
    exec(source, space)
    return lambda n_times: space["run"](n_times, **known)


def work(lines):
    """Answers each line `SIZE CASE` with nanoseconds."""
    loops = {}
    for line in map(str.strip, lines):
        if line not in loops:
            size, case = line.split(" ", 1)
            run = make_loop(case, int(size))
            loops = {line: (run, turns.count(run, 0.004))}
        run, n_times = loops[line]
        print(run(n_times) / n_times * 1e9, flush=True)


def compare(new, old, rounds=5, wanted=""):
    workers = turns.start(__file__, (new, old))
    ratios = {}
    print(f"{'ratio by digits':<24}" + "".join(f"{size:>8}" for size in SIZES))
    for case in CASES:
        row = ""
        for size in SIZES:
            line = f"{size} {case}"
            if size > limit(case) or not re.search(wanted, line):
                row += " " * 8
                continue
            times = [[turns.ask(worker, line) for worker in workers] for _ in range(rounds)]
            ratios[line] = min(new for new, _ in times) / min(old for _, old in times)
            row += f"{ratios[line]:8.2f}"
        if row.strip():
            print(f"{case:<24}{row}", flush=True)
    turns.report(ratios)



sys.set_int_max_str_digits(0)
if sys.argv[1:] == ["work"]:
    work(sys.stdin)
elif sys.argv[1:]:
    compare(*sys.argv[1:3], *map(int, sys.argv[3:4]), *sys.argv[4:5])
else:
    work(f"{size} {case}" for case in CASES for size in SIZES if size <= limit(case))
