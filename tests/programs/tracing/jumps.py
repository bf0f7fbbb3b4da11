"""`frame.f_lineno = line` in a trace function."""
import sys
import warnings

warnings.simplefilter("ignore")


class manager:
    def __init__(self, name): self.name = name
    def __enter__(self): print("enter", self.name)
    def __exit__(self, *args): print("exit", self.name)


def plain():
    print(1)
    print(2)
    print(3)

def loop():
    for i in [10, 20]:
        print(i)
        print(-i)
    print("end")

def two_loops():
    for i in [1, 2]:
        print(i)
    for j in [3, 4]:
        print(j)

def handlers():
    try:
        print(2)
        1 / 0
    except ZeroDivisionError as e:
        print(5)
        print(6)
    except ValueError:
        print(8)
    finally:
        print(10)
    print(sys.exception())

def withs():
    with manager("a"):
        print(2)
    with manager("b"):
        print(4)

def nested():
    print(1)
    for i in [1, 2]:
        with manager("c"):
            try:
                raise KeyError
            except KeyError:
                print(7)
    print(sys.exception())

def calls():
    print(
        len("a"),
        2,
    )
    print(5)

def unbound():
    print(1)
    x = 2
    print(x)

def gen():
    print(1)
    yield 2
    print(3)

def consume():
    list(gen())


def run(f, source, target, event="line", code=None):
    print("---", f.__name__, source, target)
    code = code or f.__code__
    done = False
    def trace(frame, ev, arg):
        nonlocal done
        if frame.f_code is code and not done and ev == event and frame.f_lineno - code.co_firstlineno == source:
            done = True
            try:
                frame.f_lineno = target if isinstance(target, str) else target + code.co_firstlineno
                print("now at", frame.f_lineno - code.co_firstlineno)
            except ValueError as e:
                print("ValueError:", str(e).replace(str(code.co_firstlineno + target), "LINE") if target != "x" else e)
        return trace
    sys.settrace(trace)
    try:
        f()
    except Exception as e:
        print("raised", type(e).__name__)
    finally:
        sys.settrace(None)


run(plain, 1, 3)
run(plain, 2, 1)
run(plain, 2, 2)
run(plain, 2, -5)
run(plain, 2, 4)
run(plain, 1, "x")
run(plain, 0, 2, "call")
run(plain, 3, 2, "return")
run(loop, 2, 4)
run(loop, 4, 1)
run(loop, 4, 2)
run(loop, 3, 1)
run(loop, 2, 3)
run(two_loops, 2, 4)
run(two_loops, 4, 2)
run(handlers, 2, 6)
run(handlers, 5, 8)
run(handlers, 5, 10)
run(handlers, 5, 11)
run(handlers, 10, 1)
run(handlers, 2, 10)
run(handlers, 3, 4)
run(withs, 2, 4)
run(withs, 2, 3)
run(withs, 2, 1)
run(nested, 7, 3)
run(withs, 4, 2)
run(withs, 1, 2)
run(nested, 7, 8)
run(nested, 7, 4)
run(nested, 1, 7)
run(calls, 2, 5)
run(unbound, 1, 3)
run(consume, 2, 1, "return", gen.__code__)
f = sys._getframe()
try:
    f.f_lineno = 1
except ValueError as e:
    print(e)
try:
    del f.f_lineno
except AttributeError as e:
    print(e)
