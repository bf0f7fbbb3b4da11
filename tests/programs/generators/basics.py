def g():
    print("start", end=" ")
    x = yield 1
    print("got", x, end=" ")
    y = yield x
    print("got", y, end=" ")
    return "end"
it = g()
print(type(it).__name__, it.gi_running, it.gi_suspended, it.gi_frame is not None)
print(next(it))
print(it.send("a"))
try:
    it.send("b")
except StopIteration as exc:
    print(exc.value, exc.args)
try:
    next(it)
except StopIteration as exc:
    print(exc.value, exc.args, it.gi_frame)
it = g()
try:
    it.send(5)
except TypeError as exc:
    print(exc)
def count(n):
    while n:
        r = yield n
        n = n - 1 if r is None else r
c = count(5)
print(next(c), next(c), c.send(10), list(c))
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
import itertools
print(list(itertools.islice(fib(), 12)))
def empty():
    return
    yield
print(list(empty()), [*empty()], sum(empty()))
def nested():
    for i in range(3):
        yield (yield i)
n = nested()
print(next(n), n.send("x"), next(n), next(n))
print(list(x * y for x in range(3) for y in range(3) if x != y))
ge = (i * i for i in range(4))
print(next(ge), list(ge), list(ge), ge.__name__, ge.__qualname__)
def self_run():
    yield next(me)
me = self_run()
try:
    next(me)
except ValueError as exc:
    print(exc)
def stop():
    yield 1
    raise StopIteration("leak")
s = stop()
next(s)
try:
    next(s)
except RuntimeError as exc:
    print(exc, repr(exc.__cause__))
print(repr(g).startswith("<function g at"), g().__repr__().startswith("<generator object g at"))
def args(a, *b, c=3): yield a, b, c
print(list(args(1, 2, c=4)), args.__code__.co_flags & 32)
try:
    (x for x in 5)
except TypeError as exc:
    print(exc)
first = (print("first iterable evaluated at once") or [1, 2])
lazy = (print("body", x) for x in first)
print("made")
list(lazy)
