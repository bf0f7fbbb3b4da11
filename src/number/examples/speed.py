"""The same for CPython: what `speed.rs` times, less the loop's own cost."""

import random
import sys
import timeit

sys.set_int_max_str_digits(0)
rng = random.Random(1)


def ns(statement, **names):
    timer = timeit.Timer(statement, globals=names)
    n, _ = timer.autorange()
    n = max(1, n // 5)
    empty = min(timeit.Timer("pass").repeat(3, n))
    return (min(timer.repeat(3, n)) - empty) / n * 1e9


def number(digits):
    return rng.randrange(10 ** (digits - 1), 10**digits)


print("%7s" % "digits", *("%12s" % s for s in "add mul sqr divmod str int powmod".split()))
for digits in (10, 20, 40, 100, 200, 400, 1000, 2000, 4000, 10_000, 30_000, 100_000):
    a, b, wide = number(digits), number(digits), number(2 * digits)
    text = str(a)
    row = [ns("a + b", a=a, b=b), ns("a * b", a=a, b=b), ns("a * a", a=a), ns("divmod(w, b)", w=wide, b=b), ns("str(a)", a=a),
           ns("int(t)", t=text), ns("pow(a, a, b)", a=a, b=b) if digits <= 1000 else 0]
    print("%7d" % digits, *("%12.0f" % x for x in row), flush=True)
x = 1234.5678
print("repr %.0f" % ns("repr(x)", x=x), " %%.2f %.0f" % ns("'%.2f' % x", x=x), " float() %.0f" % ns("float('1234.5678')"), " round %.0f" % ns("round(x, 2)", x=x))
