# Functions that don't name themselves when their arguments are wrong.
import datetime
import decimal
import unicodedata

one = decimal.Decimal(1)


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


for method in one.compare, one.fma, one.quantize, one.ln, one.logical_xor, one.to_eng_string, one.next_plus, one.normalize, one.to_integral_exact:
    attempt(method)
    attempt(method, rounding="x")
    attempt(method, 1, 2, 3, 4)
    attempt(method, 1, other=2)
attempt(datetime.time, 1, 2, 3, 4, None, 0)
attempt(datetime.time, "a", 2, 3, 4, None, 0)
attempt(datetime.time, 1, 2, 3, 4, None, 0, 1)
attempt(datetime.time, hours=5)
attempt(datetime.date, 1, "a", year=2)
attempt(datetime.date, 1, 2, year=2)
attempt(datetime.datetime, 1, 2, 3, yeer=2)
attempt(unicodedata.lookup, b"AB\0C")
