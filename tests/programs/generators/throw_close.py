def g():
    while True:
        try:
            v = yield "ready"
            print("value", v)
        except ValueError as exc:
            print("caught", exc)
        except GeneratorExit:
            print("exit")
            raise
        finally:
            print("finally")
it = g()
print(next(it))
print(it.throw(ValueError("one")))
print(it.throw(ValueError))
print(it.send(3))
it.close()
it.close()
try:
    next(it)
except StopIteration:
    print("stopped")
fresh = g()
try:
    fresh.throw(KeyError("k"))
except KeyError as exc:
    print("unstarted", exc)
print(list(fresh))
def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2
s = stubborn()
next(s)
try:
    s.close()
except RuntimeError as exc:
    print(exc)
def returns():
    try:
        yield 1
    except GeneratorExit:
        return "closed value"
r = returns()
next(r)
print(r.close())
def other():
    try:
        yield 1
    finally:
        raise OSError("in finally")
o = other()
next(o)
try:
    o.close()
except OSError as exc:
    print(exc, repr(exc.__context__))
t = g()
next(t)
for bad in (5, "x", int, object()):
    try:
        t.throw(bad)
    except TypeError as exc:
        print(str(exc).split("object at")[0])
def chain():
    try:
        yield
    except ValueError as exc:
        raise KeyError("new") from exc
c = chain()
next(c)
try:
    c.throw(ValueError("v"))
except KeyError as exc:
    print(repr(exc.__cause__), exc.__suppress_context__)
def done():
    yield
d = done()
list(d)
try:
    d.throw(ValueError("after end"))
except ValueError as exc:
    print(exc)
print(d.close())
def ctx():
    try:
        yield 1
    except ZeroDivisionError:
        yield 2
    yield 3
try:
    1 / 0
except ZeroDivisionError:
    c = ctx()
    print(next(c), c.throw(ZeroDivisionError), next(c))
import sys
def exc_state():
    try:
        raise ValueError("gen")
    except ValueError:
        yield repr(sys.exception())
        yield repr(sys.exception())
e = exc_state()
try:
    raise KeyError("outer")
except KeyError:
    print(next(e), repr(sys.exception()))
print(next(e), sys.exception())
t.close()
