class Data:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = name
    def __get__(self, obj, owner=None):
        if obj is None:
            return f"class access {owner.__name__}"
        return obj.__dict__.get(self.name, "unset")
    def __set__(self, obj, value):
        print("set", self.name, value)
        obj.__dict__[self.name] = value
    def __delete__(self, obj):
        print("delete", self.name)
        del obj.__dict__[self.name]
class NonData:
    def __get__(self, obj, owner=None):
        return ("nondata", obj is None, owner.__name__)
class SetOnly:
    def __set__(self, obj, value):
        obj.__dict__["so"] = ("set", value)
class C:
    d = Data()
    n = NonData()
    so = SetOnly()
c = C()
print(C.d, c.d)
c.d = 5
print(c.d, c.__dict__)
c.__dict__["d"] = 6
print(c.d)
del c.d
print(c.d)
print(c.n)
c.n = "instance"
print(c.n, C.n)
print(type(c.so).__name__)
c.so = 1
print(c.so)
try:
    del c.so
except AttributeError as exc:
    print(exc)
class ReadOnly:
    def __get__(self, obj, owner): return 1
    def __set__(self, obj, value): raise AttributeError("read only")
class D:
    r = ReadOnly()
try:
    D().r = 2
except AttributeError as exc:
    print(exc)
D.r = 9
print(D().r)
class Raising:
    def __get__(self, obj, owner): raise AttributeError("from get")
class E:
    x = Raising()
    def __getattr__(self, name): return "fallback " + name
print(E().x, hasattr(E, "x"))
class Lazy:
    def __init__(self, fn): self.fn = fn
    def __set_name__(self, owner, name): self.name = name
    def __get__(self, obj, owner):
        print("computed", end=" ")
        value = obj.__dict__[self.name] = self.fn(obj)
        return value
class F:
    @Lazy
    def v(self): return 42
f = F()
print(f.v, f.v)
class BadName:
    def __set_name__(self, owner, name): raise ValueError("bad name")
try:
    class G:
        attr = BadName()
except ValueError as exc:
    print(repr(exc), exc.__notes__)
func = lambda self, x: (self, x)
print(func.__get__(5)(6), func.__get__(None, int) is func, type(func.__get__(1)).__name__)
print(str.upper.__get__("abc")(), type(str.__dict__["upper"]).__name__, int.real.__get__(5), type(int.__dict__["real"]).__name__)
try:
    str.upper.__get__(5)
except TypeError as exc:
    print(exc)
try:
    int.__dict__["real"].__set__(5, 1)
except AttributeError as exc:
    print(exc)
