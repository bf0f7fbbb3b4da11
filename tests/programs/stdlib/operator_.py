import operator as o
print(o.add(1, 2), o.sub(5, 3), o.mul("a", 3), o.truediv(1, 2), o.floordiv(7, 2), o.mod(7, 3), o.pow(2, 5), o.neg(1), o.pos(-1), o.abs(-3), o.inv(5), o.lshift(1, 3), o.rshift(8, 1), o.and_(6, 3), o.or_(6, 3), o.xor(6, 3), o.matmul.__name__, o.not_(0), o.truth([]), o.is_(None, None), o.is_not(1, None), o.is_none(None), o.is_not_none(1))
print(o.lt(1, 2), o.le(2, 2), o.eq(1, 1.0), o.ne(1, 2), o.ge(1, 2), o.gt(3, 2), o.concat([1], [2]), o.contains("abc", "b"), o.countOf([1, 2, 1], 1), o.indexOf("abc", "c"), o.getitem([1, 2], 0), o.index(True), o.length_hint([1, 2]), o.length_hint(5, 7))
l = [1, 2, 3]
o.setitem(l, 0, 9); o.delitem(l, 1); print(l, o.iadd(l, [4]), o.imul([1], 2), o.iconcat([1], (2,)), o.ior({1}, {2}), o.isub(5, 1), o.ipow(2, 3))
g = o.itemgetter(1); h = o.itemgetter("a", "b"); s = o.itemgetter(slice(0, 2))
print(g("xyz"), h({"a": 1, "b": 2}), s([1, 2, 3]), g, h, o.itemgetter(0, -1)("hello"))
class P:
    def __init__(self): self.x = self; self.v = 5; self.y = "s"
    def m(self, *a, **k): return a, k
a = o.attrgetter("v"); b = o.attrgetter("x.x.v", "y")
print(a(P()), b(P()), a, o.methodcaller("m", 1, k=2)(P()), o.methodcaller("upper")("ab"), o.methodcaller("m", 1, k=2), o.attrgetter("real")(3))
print(sorted([(1, "b"), (0, "c")], key=o.itemgetter(0)), max([{"n": 1}, {"n": 5}], key=o.itemgetter("n")), list(map(o.methodcaller("split", ","), ["a,b", "c"])), o.call(max, 1, 2), o.call(dict, a=1))
for f in (lambda: o.itemgetter(), lambda: g([1]), lambda: o.attrgetter(1), lambda: a(5), lambda: o.methodcaller(), lambda: o.methodcaller(1), lambda: o.add(1), lambda: o.add(1, "a"), lambda: o.index(1.5), lambda: o.indexOf([1], 2), lambda: o.concat(1, 2), lambda: o.length_hint(5, "a"), lambda: o.contains(5, 1), lambda: o.attrgetter("a..b")(P())):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)


class Mapping(dict):
    def __radd__(self, other):
        return "added"


for function in o.concat, o.iconcat:
    try:
        print(function(dict(), Mapping()), function(Mapping(), Mapping()))
    except TypeError as error:
        print(error)
