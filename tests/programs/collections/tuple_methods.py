t = (1, 2, 3, 2)
print(t, (), (1,), 1, (1, 2)[0], t[1:], t[::-1], t + (4,), t * 2, 2 in t, t.count(2), t.index(2), t.index(2, 2), len(t), hash(t) == hash((1, 2, 3, 2)), t == (1, 2, 3, 2), t < (1, 3), () < (0,), (1, "a") == (1, "a"), tuple("abc"), tuple([1]), tuple(), tuple(x for x in "ab"), tuple({"k": 1}))
print(repr((1,)), repr(((),)), str((1, (2, [3]))), (None, ...), (1, 2,), ("a",) * 3, -1 * (1,))
a, b = b, a = 1, 2
print(a, b)
x = 1,
print(x, *x, *(2, 3))
for f in (lambda: t[9], lambda: t.index(9), lambda: t.__setitem__(0, 1) if hasattr(t, "__setitem__") else t["a"], lambda: t + [1], lambda: t * "a", lambda: tuple(5), lambda: hash(([],)), lambda: t < 5, lambda: t.append(1), lambda: t["x"], lambda: t.index(), lambda: t.count(1, 2), lambda: tuple(1, 2), lambda: tuple(iterable=1)):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
try:
    t[0] = 1
except TypeError as exc:
    print(exc)
try:
    del t[0]
except TypeError as exc:
    print(exc)
print(max((1, 2), (1, 3)), min(("b",), ("a", "z")), sorted([(2, 1), (1, 2)]), sum(((1,), (2,)), ()), {(1, 2): "v"}[1, 2], ((1, 2), 3)[0][1], (lambda *a: a)(*t), isinstance((), tuple), tuple(t) is t, t[:] is t)
from collections import namedtuple
P = namedtuple("P", "x y z", defaults=[0])
p = P(1, y=2)
print(p, p.x, p[1], p._fields, p._asdict(), p._replace(x=9), P._make([1, 2, 3]), p == (1, 2, 0), P._field_defaults, P.__doc__, P.x.__doc__, tuple(p), *p, len(p), P.__match_args__, isinstance(p, tuple), hash(p) == hash((1, 2, 0)))
for f in (lambda: P(), lambda: P(1, 2, 3, 4), lambda: P(a=1), lambda: p._replace(q=1), lambda: namedtuple("Q", "a a"), lambda: namedtuple("Q", "class"), lambda: namedtuple("Q", "_a"), lambda: namedtuple("1Q", "a"), lambda: namedtuple("Q", "a b", rename=5)(1, 2), lambda: namedtuple("Q", "a class a", rename=True)(1, 2, 3), lambda: P._make([1]), lambda: setattr(p, "x", 1), lambda: p.q, lambda: namedtuple("Q", "a", defaults=[1, 2])):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
class Sub(P):
    __slots__ = ()
    @property
    def total(self): return sum(self)
print(Sub(1, 2, 3).total, Sub(1, 2), Sub(1, 2)._replace(z=5).total)
