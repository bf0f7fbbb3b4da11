x = 0
class A:
    x = 1
    def f(self): return x
    g = lambda self: x
    h = [x for i in range(2)]
    k = [i for i in [x]]
    class B:
        y = x
    if True:
        inside = "if"
    for loop in range(3):
        pass
    del loop
    locals_seen = sorted(n for n in locals() if not n.startswith("__"))
a = A()
print(a.f(), a.g(), a.h, a.k, A.B.y, A.inside, A.locals_seen)
def outer():
    x = "enclosing"
    class D:
        print(x)
        x = "own"
        print(x)
        del x
        print(x)
        def m(self):
            return x
    return D().m()
print(outer())
def outer2():
    v = 1
    class E:
        nonlocal v
        v = 2
    return v, hasattr(E, "v")
print(outer2())
class F:
    __slots__ = ()
    def __private(self):
        return "mangled"
    def call(self):
        return self.__private()
    __x__ = 1
    _y = 2
    __z = 3
print(F().call(), [n for n in dir(F) if "private" in n or "z" in n.lower()])
class _G:
    __v = 1
    def get(self): return self.__v
class __:
    __w = 5
print(_G().get(), _G.__dict__.keys() & {"_G__v"}, "__w" in vars(__))
class H:
    a = 1
    b = property(lambda self: __class__)
    def c(self): return __class__
print(H().c() is H)
try:
    H().b
except NameError as exc:
    print("NameError", exc)
print(H.__module__, H.__qualname__, H.__firstlineno__, H.__static_attributes__)
def q():
    class I:
        def m(self):
            def n(): pass
            return n
    return I
print(q().m(0).__qualname__, q().__qualname__)
