# What the table formats say of arguments of wrong types, with the full names of their classes.
import csv, _csv, fractions, datetime, decimal, io
class X: pass
class O:
    class I: pass
    def f():
        class L: pass
        return L()
for n in ('delimiter','quotechar','escapechar','lineterminator','quoting','doublequote','skipinitialspace','strict'):
    for v in (fractions.Fraction(1,2), datetime.date(1,1,1), X(), O.I(), O.f(), X, decimal.Decimal(1), 1, None, b'a', 'ab', '', 1.5, 'a'):
        try: d = _csv.Dialect(**{n: v}); print(n, getattr(d, n))
        except Exception as e: print(n, type(e).__name__, e)
        try: csv.writer(io.StringIO(), **{n: v}); print(n, getattr(d, n))
        except Exception as e: print(n, type(e).__name__, e)
for v in (X(), O.f(), decimal.Decimal(1), 1, 'a', None):
    for f in (csv.writer, csv.reader, lambda v: csv.writer(io.StringIO()).writerow(v), lambda v: csv.writer(io.StringIO()).writerows(v), lambda v: next(csv.reader([v])), csv.get_dialect, csv.field_size_limit, lambda v: csv.register_dialect('x', v), lambda v: csv.register_dialect(v)):
        try: r = f(v); print(type(r).__name__)
        except Exception as e: print(type(e).__name__, e)
