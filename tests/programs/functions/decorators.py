import functools
def log(prefix):
    def deco(fn):
        @functools.wraps(fn)
        def wrapper(*args, **kw):
            print(prefix, fn.__name__, args, kw)
            return fn(*args, **kw)
        return wrapper
    return deco
@log("A")
@log("B")
def add(x, y=1):
    "adds"
    return x + y
print(add(1, y=5), add.__name__, add.__doc__, add.__wrapped__.__wrapped__(2, 3))
class count:
    def __init__(self, fn):
        self.fn, self.n = fn, 0
    def __call__(self, *a):
        self.n += 1
        return self.fn(*a)
    def __get__(self, obj, owner=None):
        return functools.partial(self, obj)
@count
def hello(name): return "hello " + name
print(hello("a"), hello("b"), hello.n)
class T:
    @count
    def m(self, x): return x * 2
    @staticmethod
    @log("S")
    def s(x): return x
    @classmethod
    @log("C")
    def c(cls): return cls.__name__
    @property
    @log("P")
    def p(self): return 1
t = T()
print(t.m(4), T.__dict__["m"].n, t.s(3), T.s(4), t.c(), t.p)
registry = []
@registry.append
def f(): pass
print(f, len(registry))
@(lambda fn: fn.__name__.upper())
def name(): pass
print(name)
decs = [lambda f: (f, 1), lambda f: (f, 2)]
@decs[1]
@decs[0]
class X: pass
print(X[1], X[0][1], X[0][0].__name__)
@print
def printed(): pass
def add_method(cls):
    cls.extra = lambda self: "extra"
    return cls
@add_method
class Y: pass
print(Y().extra())
