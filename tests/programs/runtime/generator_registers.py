"""A generator that goes on after a delegation was resumed from native code: its registers hold what lay on the stack."""
import gc


def inner():
    yield 1
    yield 2


def f(*args, **kwargs):
    return len(args)


shapes = [
    "f({x}(yield x))",
    "f({x}(yield x), x)",
    "[{x}(yield x)]",
    "f({x}(yield x), x, k=x)",
    "x if x is None else f({x}*[(yield x)])",
    "f({x}a=(yield x), b=x)",
    "x + f({x}(yield x))",
    "(yield x)",
    "x.__class__({x}(yield x))" ,
    "f'{{x}}{{(yield x)}}{{x}}'",
    "{{x: (yield x), 2: x}}",
]
kept = []
for shape in shapes:
    for n in range(12):
        body = shape.format(x="x, " * n)
        namespace = {"f": f, "inner": inner}
        exec(f"def g(x):\n yield from inner()\n {body}\n yield 5\n for i in inner(): {body}\n", namespace)
        g = namespace["g"](n)
        kept.append(g)
        for step in range(3):
            print(next(g), end=" ")
            gc.collect()
print()
for g in kept:
    try:
        while True:
            print(g.send(None), end=" ")
            gc.collect()
    except (TypeError, StopIteration) as e:
        print(type(e).__name__, end=" ")
print()
