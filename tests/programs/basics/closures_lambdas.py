def counter():
    n = 0
    def inc(step=1):
        nonlocal n
        n += step
        return n
    return inc
a, b = counter(), counter(); print(a(), a(), b(), a(10))
def compose(*fs):
    def run(x):
        for f in fs: x = f(x)
        return x
    return run
print(compose(lambda x: x + 1, lambda x: x * 2, str)(5))
adders = [lambda x, n=n: x + n for n in range(3)]; print([f(10) for f in adders])
def deco(f):
    def wrapper(*a, **k): return ("wrapped", f(*a, **k))
    return wrapper
@deco
def hello(name="you"): return "hello " + name
print(hello(), hello("me"), sorted([(1, "b"), (0, "a")], key=lambda t: t[1]), list(map(lambda x: x ** 2, [1, 2])), list(filter(lambda x: x > 1, [1, 2, 3])))
def make(): return [lambda: i for i in range(2)]
print([f() for f in make()])
x = "global"
def scope():
    x = "local"
    def inner(): return x
    class C: y = x
    return inner(), C.y, [x for _ in range(1)]
print(scope(), x)
