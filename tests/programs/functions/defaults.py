order = []
def d(x):
    order.append(x)
    return x
def f(a=d(1), /, b=d(2), *c, e=d(3), g=d(4)): pass
print(order, f.__defaults__, f.__kwdefaults__)
f.__defaults__ = (10,)
def show(a, b=0): return a, b
show.__defaults__ = None
try:
    show(1)
except TypeError as exc:
    print(exc)
show.__defaults__ = (7, 8)
print(show(), show(1))
def kw(*, x=1): return x
kw.__kwdefaults__["x"] = 5
print(kw())
kw.__kwdefaults__ = None
try:
    kw()
except TypeError as exc:
    print(exc)
for bad in (5, [1]):
    try:
        show.__defaults__ = bad
    except TypeError as exc:
        print(exc)
def cache(key, store={}):
    if key in store:
        return "hit"
    store[key] = 1
    return "miss"
print(cache("a"), cache("a"), cache("b"), cache.__defaults__)
i = 1
def late(x=i): return x, i
i = 2
print(late())
fs = [lambda: n for n in range(3)], [lambda n=n: n for n in range(3)]
print([[f() for f in fl] for fl in fs])
class C:
    size = 3
    def m(self, n=size): return n
    size = 4
print(C().m(), C.size)
