class A:
    __x = 1
    def __m(self): return "A.__m"
    def get(self): return self.__x, self.__m()
    def set(self, v): self.__x = v
    def local(self):
        __loc = 5
        return __loc, sorted(locals())
    def nested(self):
        def inner(__arg): return __arg
        return inner(3), inner.__code__.co_varnames
    def kw(self, *, __k=1): return __k
    class __Inner:
        __y = 2
        def get(self): return self.__y
    def make(self): return self.__Inner().get()
    __dunder__ = "not mangled"
    def imp(self):
        import os as __os
        return __os.sep, "_A__os" in locals()
    def exc(self):
        try:
            raise ValueError
        except ValueError as __e:
            return "_A__e" in locals()
    def comp(self): return [__i for __i in range(2)]
    def glob(self):
        global __g
        __g = 1
        return "_A__g" in globals()
    def attr(self, o): return o.__x
    def call(self): return self.kw(_A__k=5)
class B(A):
    __x = 2
    def get2(self): return self.__x
a, b = A(), B()
print(a.get(), b.get(), b.get2(), a.local(), a.nested(), a.kw(), a.make(), a.__dunder__, a.imp(), a.exc(), a.comp(), a.glob(), b.attr(b), a.call())
a.set(9)
print(a.__dict__, A._A__x, b._B__x)
try:
    a.__x
except AttributeError as exc:
    print(exc)
class _Under:
    __z = 3
    def get(self): return self.__z
print(_Under().get(), "_Under__z" in vars(_Under))
class ___:
    __q = 1
print("__q" in vars(___))
class C:
    def f(self, __a, *__b, **__c): return __a, __b, __c
print(C().f(1, 2, k=3), C.f.__code__.co_varnames)
class Slots:
    __slots__ = ("__s",)
    def __init__(self): self.__s = "slot"
print(Slots()._Slots__s)
class Str:
    def f(self): return getattr(self, "__zz", "strings are not mangled")
print(Str().f())
