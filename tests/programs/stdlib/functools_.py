import functools
from functools import *
p = partial(int, base=2)
print(p("101"), p.func is int, p.args, p.keywords, p("77", base=8), partial(partial(max, 1), 5)(3), partial(print, "a", end="!\n")("b"), repr(partial(len, [1]))[:18])
print(reduce(lambda a, b: a * b, [1, 2, 3, 4]), reduce(lambda a, b: a + b, [], "init"), reduce(max, [3, 9, 2]))
@lru_cache(maxsize=2)
def f(x, y=0):
    print("call", x, y, end=" ")
    return x * 2
f(1); f(1); f(2); f(3); f(1); f(1, y=0)
print(f.cache_info(), f.cache_parameters()); f.cache_clear(); print(f.cache_info(), f.__wrapped__(5))
@cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info())
@lru_cache(typed=True)
def t(x): return type(x).__name__
print(t(1), t(1.0), t(True), t.cache_info())
class C:
    def __init__(self): self.n = 0
    @cached_property
    def v(self):
        self.n += 1
        return self.n * 10
    @singledispatchmethod
    def m(self, arg): return "default"
    @m.register
    def _(self, arg: int): return "int"
    @m.register(str)
    def _(self, arg): return "str"
    @partialmethod
    def pm(self): pass
    def add(self, a, b): return (a, b)
    add5 = partialmethod(add, 5)
c = C()
print(c.v, c.v, c.n, c.__dict__, c.m(1), c.m("s"), c.m(1.5), c.add5(6))
del c.v; print(c.v)
@singledispatch
def show(x): return f"object {x}"
@show.register
def _(x: int): return f"int {x}"
@show.register(list)
@show.register(tuple)
def _(x): return f"seq {len(x)}"
@show.register
def _(x: float | complex): return "number"
print(show(5), show("s"), show([1]), show((1, 2)), show(True), show(1.5), show(2j), show.dispatch(bool).__name__, sorted(k.__name__ for k in show.registry))
def w(a):
    "doc"
@wraps(w)
def x(*args): pass
print(x.__name__, x.__doc__, x.__wrapped__ is w, functools.WRAPPER_ASSIGNMENTS[:3])
@total_ordering
class T:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __gt__(self, o): return self.v > o.v
print(T(1) < T(2), T(1) <= T(1), T(2) >= T(3), sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))
q = partial(lambda *a, **k: (a, k), Placeholder, 2, Placeholder, 3, z=1)
print(q(1, 3), q(1, 3, 4, y=5))
for g in (lambda: reduce(lambda a, b: a, []), lambda: partial(), lambda: partial(5), lambda: f([]), lambda: reduce(5, [1, 2]), lambda: show(), lambda: total_ordering(type("X", (), {})), lambda: lru_cache(maxsize="a")(len), lambda: q(1), lambda: cmp_to_key(5)(1) < cmp_to_key(5)(2)):
    try:
        print(g())
    except Exception as exc:
        print(type(exc).__name__, exc)
