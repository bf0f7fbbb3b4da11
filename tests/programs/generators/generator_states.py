"""A generator's states and attributes: running, suspended, finished, return values, and PEP 479."""
import inspect


def attempt(action):
    try:
        print(action())
    except BaseException as error:
        print(type(error).__name__, error, "| cause:", repr(error.__cause__))


def steps():
    "doc of steps"
    try:
        received = yield 1
        print("received", received)
        yield from iter([2, 3])
    finally:
        print("finally")
    return "result"


g = steps()
print(inspect.getgeneratorstate(g), g.gi_running, g.gi_suspended, g.gi_yieldfrom, g.__name__, g.__qualname__, g.gi_code is steps.__code__)
attempt(lambda: g.send(1))
print(next(g), inspect.getgeneratorstate(g), g.gi_suspended)
print(g.send("value"), type(g.gi_yieldfrom).__name__, next(g))
attempt(lambda: next(g))
print(inspect.getgeneratorstate(g), g.gi_frame, g.gi_yieldfrom)
attempt(lambda: next(g))
attempt(lambda: g.throw(ValueError("after the end")))
print(g.close())


def closing():
    try:
        yield 1
    except GeneratorExit:
        return "closed value"


def stubborn():
    while True:
        try:
            yield 1
        except GeneratorExit:
            print("ignores")
            if done:
                raise


for maker in (closing, steps):
    c = maker()
    next(c)
    attempt(c.close)
done = False
s = stubborn()
next(s)
attempt(s.close)
done = True
attempt(s.close)


def reenters():
    next(running)
    yield


running = reenters()
attempt(lambda: next(running))


def stops():
    raise StopIteration("inner")
    yield


attempt(lambda: next(stops()))
attempt(lambda: list(next(iter([])) for _ in range(1)))
attempt(lambda: steps().throw(KeyError))

attempt(lambda: steps().throw(5))
attempt(lambda: steps().throw(int))
g.__name__ = "renamed"
g.__qualname__ = "a.renamed"
print(repr(g).split(" at ")[0])
attempt(lambda: setattr(g, "__name__", 1))
attempt(lambda: setattr(g, "gi_running", 1))
attempt(lambda: type(g)())
expression = (x for x in "ab")
print(expression.__name__, expression.gi_code.co_varnames, type(expression)[int, str, None] if hasattr(type(expression), "__class_getitem__") else "")
attempt(lambda: (x for x in 5))
