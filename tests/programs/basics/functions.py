def add(a, b): return a + b
def default(a, b=2, c=3): return a * 100 + b * 10 + c
def nothing(): pass
def many(*args, **kwargs): return args, kwargs
print(add(1, 2), add("a", "b"), default(1), default(1, 5), default(1, c=9), nothing(), many(1, 2, x=3))
def outer(x):
    def inner(y): return x + y
    return inner
print(outer(10)(5))
def fact(n): return 1 if n <= 1 else n * fact(n - 1)
print(fact(10), fact(25))
def early(n):
    for i in range(n):
        if i == 3: return i
    return -1
print(early(10), early(2), (lambda x: x * 2)(21))
def multi(): return 1, 2, 3
a, b, c = multi()
print(a, b, c)
x = 1
def reads(): return x
def writes():
    global x
    x = 2
writes()
print(reads())
