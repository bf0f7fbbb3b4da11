"""Native consumers take what a generator yields while it runs: nobody can tell."""
import sys


class Add:
    """An addend that looks at the generator that it came from."""
    def __init__(self, n):
        self.n = n

    def __radd__(self, other):
        print("adding", self.n, g.gi_running, g.gi_frame is not None, sys._getframe(1).f_code.co_name)
        return other + self.n


def gen(*items):
    for item in items:
        got = yield item
        print("resumed with", got)


g = gen(1, 2, Add(3), 4, 2**70, 1.5, Add(1), 2.5, 3)
print(sum(g))
g = gen(1, 2, 3.5, 2, True, Add(3.25), 1j, 2.0)
print(sum(g))
print(sum(x for x in range(1000)), sum(x * 0.1 for x in range(100)), sum((x for x in (2**61, 2**61, 2**61, -1)), 5))
print(sum(x for x in [0.1] * 10), sum((x for x in [1, 0.1, 0.2, 10**400 // 10**399]), 0.5))
for bad in ([1, "a"], ["a"], [1.5, None], [2, []]):
    try:
        sum(x for x in bad)
    except TypeError as e:
        print(e)


class Truth:
    def __init__(self, truth):
        self.truth = truth

    def __bool__(self):
        print("asked", g.gi_running)
        return self.truth

    def __repr__(self):
        return "Truth"


for items in ([0, None, False, "", [], 0.0, Truth(False), 5, 6], [1, True, "a", [1], 2.0, Truth(True), 0, 7], []):
    for function in any, all:
        g = gen(*items)
        print(function.__name__, function(g), list(map(str, g)))
print(any(x > 20 for x in range(30)), all(x < 20 for x in range(30)), any(x for x in ()), all(x for x in ()))

print(max(x for x in [3, 1, 4, 1, 5, 9, 2, 6]), min(x for x in [3, 1, 4, 1, 5, 9, 2, 6]), min(x * 0.5 for x in range(3, 9)))
print(max(x for x in [1, 1.0, True]), min(x for x in [True, 1, 1.0]), max(x for x in [0.0, -0.0]), min(x for x in ["b", "a"]))
print(max((x for x in [1, float("nan"), 2]), default=3), max((x for x in ()), default=3), max((x for x in "abc"), key=ord))
try:
    max(x for x in [1, 2, "a"])
except TypeError as e:
    print(e)

print(list(x for x in "abc"), tuple(x for x in range(3)), sorted(x for x in [3, 1, 2]), "-".join(x for x in "xyz"))
a = [0]
a.extend(len(a) for _ in range(4))
a += (x * 2 for x in list(a))
print(a)


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        print("hash", self.n, g.gi_running)
        return hash(self.n)

    def __eq__(self, other):
        print("eq", self.n, g.gi_running)
        return self.n == getattr(other, "n", other)

    def __repr__(self):
        return f"Key({self.n})"


g = gen(1, 2, Key(1), Key(5), 5, "a", "b", "a", Key("a"), True, 1.0)
print(sorted(map(str, set(g))))
g = gen(Key("q"), "q", Key("q"), 3, 3, "q")
print(sorted(map(str, frozenset(g))))
s = {Key(7)}
g = gen(7, 7)
s.update(g)
print(s)


# Errors, from inside and from outside.
def failing(n):
    try:
        for i in range(n):
            yield i
        raise KeyError("inside")
    finally:
        print("left")


for function in sum, list, tuple, set, max, sorted, [].extend:
    try:
        print(function(failing(3)))
    except (KeyError, TypeError) as e:
        names, tb = [], e.__traceback__
        while tb:
            names.append(tb.tb_frame.f_code.co_name)
            tb = tb.tb_next
        print(type(e).__name__, e, names)


def own():
    yield 1
    try:
        next(me)
    except ValueError as e:
        print(e)
    yield sum(x for x in range(3))
    yield sys._getframe().f_back.f_code.co_name
    yield me.gi_frame.f_lineno - own.__code__.co_firstlineno
    return 5


me = own()
print(list(me))


def delegating():
    got = yield from gen(1, 2)
    yield from (x for x in (3, 4))
    yield got
    yield from []


print(sum(delegating() if False else (x or 0 for x in delegating())), list(delegating()))
g = delegating()
print(next(g), list(g), list(g))


# What looks on.
def traced(frame, event, arg):
    if frame.f_code.co_name in ("few", "<genexpr>"):
        events.append((event, frame.f_lineno - few.__code__.co_firstlineno, arg if isinstance(arg, int) else None))
    return traced


def few():
    yield 1
    yield 2


events = []
sys.settrace(traced)
total = sum(few())
sys.settrace(None)
print(total, events)


def switching():
    yield 1
    sys.settrace(traced)
    sys._getframe().f_trace = traced
    yield 2
    sys.settrace(None)
    yield 3


few = switching
events = []
print(sum(switching()), len(events) > 0)


def deep(n):
    return 0 if n == 0 else sum(deep(n - 1) + x for x in (0, 1))


print(deep(8))


def endless(n):
    return sum(endless(n + 1) for _ in range(1))


try:
    endless(0)
except RecursionError as e:
    print(type(e).__name__)


def items():
    while True:
        yield 1


def stop():
    for i, x in enumerate(items()):
        if i == 100:
            raise StopIteration(i)
        yield x


try:
    sum(stop())
except RuntimeError as e:
    print(e, repr(e.__cause__))
