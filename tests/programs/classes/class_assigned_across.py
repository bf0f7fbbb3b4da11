"""Objects change their classes where the layouts are the same: other bases bring no more than there is room for."""
def t(f):
    try: print(f())
    except BaseException as e: print(repr(e))
class A(Exception):
    pass
class A2(Exception): pass
class B: pass
class C(A, B): pass
class D(A): pass
class E(Exception, B): pass
class S: __slots__ = ()
class F(A, S): pass
class L(list): pass
class M(L, B): pass
class N(list, B): pass
class I(int): pass
class J(I, B): pass
class G(B): pass
class H(B, S): pass
class K(S): pass
def s(x, c):
    x.__class__ = c
    return type(x).__name__
import itertools
cs = [A, A2, C, D, E, F, L, M, N, I, J, G, H, K, B]
for x, y in itertools.product(cs, cs):
    if x is not y:
        print(x.__name__, y.__name__, end=" "); t(lambda: s(x(), y))

import weakref


class Tu(tuple):
    pass


class Tb(Tu, B):
    pass


class By(bytes, B):
    pass


for c in A, E, I, J, L, M, Tu, Tb, By:
    x = c()
    try:
        weakref.ref(x)
        r = "weak"
    except TypeError as e:
        r = str(e)
    names = [n for n in ("__weakref__", "__dict__") if n in c.__dict__]
    print(c.__name__, r, c.__weakrefoffset__ != 0, c.__dictoffset__ != 0, names, hasattr(x, "__weakref__"))
try:
    type((lambda: 0).__code__)(1, self=2)
except TypeError as e:
    print(e)
try:
    J().__weakref__
except AttributeError as e:
    print(e, repr(e.name))
