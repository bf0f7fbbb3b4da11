def inner():
    try:
        x = yield 1
        print("inner got", x)
        y = yield 2
        print("inner got", y)
        return "inner result"
    except KeyError as exc:
        print("inner caught", exc)
        yield "after"
    finally:
        print("inner finally")
def outer():
    r = yield from inner()
    print("outer got", r)
    yield from [10, 20]
    yield from "ab"
    return r
o = outer()
print(next(o), o.send("A"), o.send("B"), list(o))
o = outer()
print(next(o), o.gi_yieldfrom.__name__)
print(o.throw(KeyError("k")))
print(next(o))
o = outer()
next(o)
o.close()
class It:
    def __iter__(self): return self
    def __next__(self):
        return 5
    def send(self, v): return ("sent", v)
    def throw(self, *a): return ("thrown", a[0])
    def close(self): print("It closed")
def deleg(): yield from It()
d = deleg()
print(next(d), d.send(3), d.send(None))
t = d.throw(ValueError("v"))
print(t[0], repr(t[1]))
d.close()
class Plain:
    def __iter__(self): return iter([1, 2])
def p(): return (yield from Plain())
q = p()
print(next(q))
try:
    q.send(1)
except AttributeError as exc:
    print(exc)
def tree(t):
    if isinstance(t, list):
        for x in t:
            yield from tree(x)
    else:
        yield t
print(list(tree([1, [2, [3, [4]], 5], [[6]]])))
def ret(v):
    return v
    yield
def collect():
    a = yield from ret(1)
    b = yield from ret(2)
    return a + b
try:
    next(collect())
except StopIteration as exc:
    print(exc.value)
def bad(): yield from 5
try:
    next(bad())
except TypeError as exc:
    print(exc)
def rec(n):
    if n:
        r = yield from rec(n - 1)
        return r + 1
    yield "bottom"
    return 0
r = rec(50)
print(next(r))
try:
    next(r)
except StopIteration as exc:
    print(exc.value)
def loop():
    yield from me
me = loop()
try:
    next(me)
except ValueError as exc:
    print(exc)
def value():
    x = yield from (i for i in range(2))
    print("genexpr result", x)
print(list(value()))
