def curry(f, n=None):
    n = n if n is not None else f.__code__.co_argcount
    def step(*args): return f(*args) if len(args) >= n else lambda *more: step(*args, *more)
    return step
@curry
def vol(a, b, c): return (a, b, c)
print(vol(1)(2)(3), vol(1, 2)(3), vol(1)(2, 3), vol(1, 2, 3))
from functools import partial, partialmethod, reduce
add = lambda a, b=10, *c, k=0, **d: (a, b, c, k, d)
p = partial(add, 1, k=5); print(p(), p(2), p(2, 3), p(k=6, z=7), p.func is add, p.args, p.keywords, partial(p, 9)(8), partial(p, k=1)())
pipe = lambda *fs: lambda x: reduce(lambda v, f: f(v), fs, x); print(pipe(str.strip, str.title, len)("  ab cd "), pipe()(5))
def memo(f):
    cache = {}
    def inner(*a, **k):
        key = (a, tuple(sorted(k.items())))
        if key not in cache: cache[key] = f(*a, **k); inner.misses += 1
        return cache[key]
    inner.misses = 0
    return inner
@memo
def slow(a, b=0): return a * 10 + b
print(slow(1), slow(1), slow(1, b=2), slow(b=2, a=1), slow.misses)
def retry(times, exceptions=Exception):
    def deco(f):
        def inner(*a, **k):
            for i in range(times):
                try: return f(*a, **k)
                except exceptions as e: print("attempt", i, e); last = e
            raise RuntimeError("gave up") 
        return inner
    return deco
state = {"n": 0}
@retry(3, (ValueError,))
def flaky():
    state["n"] += 1
    if state["n"] < 3: raise ValueError(state["n"])
    return "ok"
print(flaky())
try: retry(2)(lambda: 1 / 0)()
except RuntimeError as e: print(e, repr(e.__context__))
def kwonly(*, a, b=2, **rest): return a, b, rest
print(kwonly(a=1), kwonly(**{"a": 1, "c": 3}), (lambda f, /, *a, **k: f(*a, **k))(kwonly, a=5, f=6), list(map(partial(pow, 2), range(4))), list(map(lambda t: max(*t), [(1, 2), (4, 3)])), sorted("bca", key=partial(str.__lt__, "b")))
def trace(f):
    depth = 0
    def inner(n):
        nonlocal depth
        print("  " * depth + f"f({n})"); depth += 1
        try: return f(n)
        finally: depth -= 1
    return inner
@trace
def fact(n): return 1 if n < 2 else n * fact(n - 1)
print(fact(3)); ops = {name: getattr(__import__("operator"), name) for name in ("add", "mul", "sub")}; print({n: f(6, 3) for n, f in ops.items()}, (lambda *fs: [f(2) for f in fs])(*[partial(f, 10) for f in ops.values()]))
