a = 256; b = 256; print(a is b, None is None, True is True)
x = [1]; y = x; z = x[:]; print(x is y, x is z, x == z, id(x) == id(y), x is not z)
print(int("5") is int("5"), "a" * 3 == "aaa", type(1) is int, (lambda: 0) is (lambda: 0), [] is [], {} == {}, frozenset() == frozenset(), ... is Ellipsis, NotImplemented is NotImplemented)
class C: pass
c = C(); print(c.__class__ is C, C.__dict__ is C.__dict__ or "proxy", c.__dict__ is c.__dict__, C.__name__ is C.__name__, c is c, [c][0] is c, (c,)[0] is c, {1: c}[1] is c)
def f(a, l=[]): l.append(a); return l
p = f(1); q = f(2); print(p is q, p)
m = c.__repr__; print(m == c.__repr__, f is f, len is len, str is str, type(None) is type(None))
s = {c}; d = {c: 1}; print(c in s, next(iter(s)) is c, list(d)[0] is c)
t = (x, x); u = [x] * 3; print(t[0] is t[1], u[0] is u[2]); u[0].append(2); print(u, t, x)
import copy; print(copy.copy(x) is x, copy.copy(t) is t, copy.deepcopy(x)[0] is x[0]); import sys; print(sys.intern("dyn" + str(1)) is sys.intern("dyn1"))
g = lambda: x; print(g() is x); x = [9]; print(g() is x, y is g()); e = ValueError(); 
try: raise e
except ValueError as r: print(r is e)
def gen(): yield x
print(next(gen()) is x, iter(i := iter([])) is i, dict.fromkeys("ab", x)["a"] is dict.fromkeys("ab", x)["b"], [x for _ in range(2)][0] is x, x.__iter__() is not x.__iter__(), id(object()) != 0, isinstance(id(x), int), max([x], key=len) is x, (x or 1) is x, (x and y) is y, next(iter((x,))) is x)
