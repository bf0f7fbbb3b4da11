def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw
print(f(1, d=4))
print(f(1, 20, 30, 40, 50, d=4, e=6, z=7))
print(f(1, d=0, a=9, b=8))
print(f(*[1, 2], *(3, 4), **{"d": 5}, **{"x": 6}))
print(f(1, c=7, d=8))
def g(*, only): return only
def h(pos, /): return pos
def i(*args): return args
def j(**kw): return kw
def k(): return "nothing"
def l(a, b=[]):
    b.append(a)
    return b
print(g(only=1), h(2), i(), i(1, 2), j(), j(a=1), k(), l(1), l(2), l(3, []))
calls = [
    lambda: f(), lambda: f(1), lambda: f(1, 2, 3, d=4, c=5), lambda: g(1), lambda: g(), lambda: g(only=1, other=2),
    lambda: h(pos=1), lambda: h(), lambda: h(1, 2), lambda: k(1), lambda: k(x=1), lambda: l(), lambda: l(1, 2, 3),
    lambda: l(1, a=2), lambda: l(b=1), lambda: f(*5), lambda: f(**5), lambda: j(**{1: 2}), lambda: j(**{"a": 1}, **{"a": 2}),
    lambda: j(a=1, **{"a": 2}), lambda: i(*None), lambda: (lambda x, y: 0)(1), lambda: (lambda x, y, z: 0)(), lambda: (lambda *, x, y: 0)(),
    lambda: (lambda a, b, /, c: 0)(c=1), lambda: (lambda a, b, /: 0)(a=1, b=2), lambda: (lambda a=1: 0)(1, 2),
    lambda: (lambda a, b=1: 0)(1, 2, 3), lambda: (lambda a, *, k: 0)(1, 2, k=3), lambda: (lambda: 0)(1, 2), lambda: (lambda a: 0)(1, 2, 3),
    lambda: (lambda a, b, c, d: 0)(1), lambda: (lambda color: 0)(colour=1), lambda: (lambda *, first, second, third: 0)(first=1),
]
for call in calls:
    try:
        print(call())
    except TypeError as exc:
        print(exc)
