def show(exc, depth=0):
    while exc is not None:
        print("  " * depth, repr(exc), "suppressed" if exc.__suppress_context__ else "")
        if exc.__cause__ is not None:
            print("  " * depth, "cause:")
            exc = exc.__cause__
        elif exc.__context__ is not None:
            print("  " * depth, "context:")
            exc = exc.__context__
        else:
            exc = None
def catch(f):
    try:
        f()
    except BaseException as exc:
        show(exc)
        print("-")
def implicit():
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("while handling")
def explicit():
    try:
        {}["k"]
    except KeyError as exc:
        raise ValueError("from") from exc
def suppressed():
    try:
        {}["k"]
    except KeyError:
        raise ValueError("from none") from None
def in_finally():
    try:
        raise KeyError("first")
    finally:
        raise ValueError("second")
def from_class():
    raise ValueError from KeyError
def three():
    try:
        try:
            raise KeyError(1)
        except KeyError:
            raise ValueError(2)
    except ValueError:
        raise TypeError(3)
def reraise():
    try:
        raise KeyError("orig")
    except KeyError:
        try:
            raise ValueError("other")
        except ValueError:
            pass
        raise
def cycle():
    a, b = ValueError("a"), ValueError("b")
    try:
        raise a
    except ValueError:
        try:
            raise b
        except ValueError:
            raise a
for f in (implicit, explicit, suppressed, in_finally, from_class, three, reraise, cycle):
    print(f.__name__)
    catch(f)
for bad in ("raise 5", "raise 'x'", "raise int", "raise ValueError from 5", "raise ValueError from 'x'", "raise None", "raise"):
    try:
        exec(bad)
    except BaseException as exc:
        print(bad, "->", type(exc).__name__, exc)
e = ValueError()
for attr, v in (("__cause__", 5), ("__context__", "x"), ("__traceback__", 1), ("args", 5)):
    try:
        setattr(e, attr, v)
    except TypeError as exc:
        print(exc)
e.__cause__ = KeyError()
print(e.__suppress_context__, e.args, e.with_traceback(None) is e)
e.args = [1, 2]
print(e.args, str(e), repr(e))
class Odd(Exception):
    def __init__(self, *a): raise RuntimeError("in init")
try:
    raise Odd
except RuntimeError as exc:
    print(exc)
class NotExc(Exception):
    def __new__(cls): return 5
try:
    raise NotExc
except TypeError as exc:
    print(exc)
