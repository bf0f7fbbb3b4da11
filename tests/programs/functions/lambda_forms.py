f = lambda: None
print(f(), f.__name__, f.__qualname__)
print((lambda x, y=2, *a, k, **kw: (x, y, a, k, kw))(1, 3, 5, k=4, z=6))
print((lambda a, /, b: a - b)(5, b=3), (lambda *, z: z)(z=1), (lambda *a: a)(*"ab"))
print(sorted("bAc", key=lambda c: c.lower()), max([1, -5, 3], key=lambda v: abs(v)))
print([(lambda n: n * n)(i) for i in range(4)])
print((lambda x: (lambda y: x + y))(3)(4))
print((lambda: (yield))().__class__.__name__)
fact = lambda n: 1 if n < 2 else n * fact(n - 1)
print(fact(20))
compose = lambda *fs: lambda x: x if not fs else compose(*fs[1:])(fs[0](x))
print(compose(str, len, lambda n: n + 1)(12345))
Y = lambda f: (lambda x: x(x))(lambda x: f(lambda *a: x(x)(*a)))
print(Y(lambda self: lambda n: n if n < 2 else self(n - 1) + self(n - 2))(15))
print((lambda x=lambda: 5: x())(), (lambda: (1, 2))(), (lambda: [a for a in range(2)])())
d = {"+": lambda a, b: a + b, "-": lambda a, b: a - b}
print({k: v(7, 3) for k, v in d.items()})
print(list(map(lambda a, b: a * b, [1, 2, 3], [4, 5, 6])), list(filter(lambda v: v % 2, range(6))))
if (lambda: 0)():
    print("no")
else:
    print("lambda in condition")
print((lambda x: x if x else "empty")(""), (lambda x: not x)(1))
class C:
    m = lambda self, v: (type(self).__name__, v)
print(C().m(3), C.m.__qualname__)
print((lambda a, b=(lambda: 1)(): a + b)(1))
