import sys
limit = sys.getrecursionlimit()
print(limit)
def f(n):
    return f(n + 1)
try:
    f(0)
except RecursionError as exc:
    print(type(exc).__mro__[1].__name__, str(exc).split(":")[0])
def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)
print(depth(900))
sys.setrecursionlimit(5000)
print(depth(4500))
sys.setrecursionlimit(limit)
class A:
    def __getattr__(self, name):
        return getattr(self, name)
try:
    A().x
except RecursionError as exc:
    print("getattr", str(exc).split(":")[0])
class R:
    def __repr__(self):
        return repr(self)
try:
    repr(R())
except RecursionError as exc:
    print("repr", str(exc)[:32])
class E:
    def __eq__(self, other):
        return self == other
try:
    E() == E()
except RecursionError as exc:
    print("eq")
for bad in (0, -1, "a", 1.5):
    try:
        sys.setrecursionlimit(bad)
    except Exception as exc:
        print(type(exc).__name__, exc)
def mutual(n):
    return other(n) if n else "done"
def other(n):
    return mutual(n - 1)
print(mutual(400))
def gen(n):
    if n:
        yield from gen(n - 1)
    yield n
print(sum(gen(300)))
try:
    f(0)
except RecursionError:
    print("recovered", depth(100))
def flatten(x):
    return [y for e in x for y in flatten(e)] if isinstance(x, list) else [x]
nested = 1
for _ in range(200):
    nested = [nested, 2]
print(len(flatten(nested)))
