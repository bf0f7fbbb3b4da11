def make():
    fs = []
    for i in range(3):
        def f():
            return i
        fs.append(f)
    return fs
print([f() for f in make()])
def adder(n):
    def add(x):
        return x + n
    return add
a5 = adder(5)
print(a5(1), a5.__closure__[0].cell_contents, a5.__code__.co_freevars, adder.__code__.co_cellvars)
a5.__closure__[0].cell_contents = 100
print(a5(1))
def late():
    def f():
        return value
    try:
        f()
    except NameError as exc:
        print(type(exc).__name__, exc)
    value = 3
    return f
print(late()())
def args(a, *b, c=1, **d):
    return lambda: (a, b, c, d)
print(args(1, 2, 3, c=4, e=5)())
def fib():
    memo = {}
    def inner(n):
        if n < 2:
            return n
        if n not in memo:
            memo[n] = inner(n - 1) + inner(n - 2)
        return memo[n]
    return inner
print(fib()(50))
def deep(a):
    def b():
        def c():
            def d():
                nonlocal a
                a *= 2
                return a
            return d
        return c
    return b()(), lambda: a
d, get = deep(21)
print(d(), get())
import types
cell = types.CellType(7)
print(cell.cell_contents, cell == types.CellType(7), cell < types.CellType(8))
empty = types.CellType()
try:
    empty.cell_contents
except ValueError as exc:
    print(exc)
del cell.cell_contents
print(cell == empty)
fn = types.FunctionType(a5.__code__, globals(), "renamed", None, (types.CellType(1),))
print(fn(41), fn.__name__)
try:
    types.FunctionType(a5.__code__, globals())
except TypeError as exc:
    print(exc)
def comp(n):
    return [lambda: x * n for x in range(3)]
print([f() for f in comp(10)])
def cls(v):
    class C:
        w = v
        def get(self):
            return v, self.w
    return C
print(cls(9)().get())
