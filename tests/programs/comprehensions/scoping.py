import sys
def outer(a):
    b = [a + i for i in range(2)]
    c = [[a, j] for j in b]
    def inner():
        nonlocal a
        a = 100
        return [a for _ in range(1)]
    return b, c, inner(), a
print(outer(1))
def shadow(x):
    y = [x for x in [x, x + 1]]
    return x, y
print(shadow(5))
def cell_var():
    fs = []
    for i in range(2):
        fs.append([lambda: (i, j) for j in range(2)])
    return [[f() for f in row] for row in fs]
print(cell_var())
def unbound():
    try:
        return [later for _ in range(1)]
    except NameError as exc:
        return type(exc).__name__ + " " + str(exc)
    later = 1
print(unbound())
def walrus_inside():
    r = [(t := i) for i in range(3)]
    return t, r
print(walrus_inside())
z = 1
class A:
    z = 2
    a = [z for _ in [1]]
    b = [(lambda: z)() for _ in [1]]
    c = [q for q in [z]]
    d = list(z for _ in [1])
print(A.a, A.b, A.c, A.d)
def excs():
    x = "kept"
    try:
        [x for x in (1, 2) if 1 / 0]
    except ZeroDivisionError:
        pass
    return x
print(excs())
def names():
    v = 1
    return [sorted(n for n in locals()) for v2 in [0]][0]
print(names())
def deleted():
    x = 1
    y = [x for x in (2, 3)]
    del x
    try:
        return x
    except UnboundLocalError as exc:
        return y, str(exc)
print(deleted())
print([i for i in [i for i in range(3)]], [[i for i in range(i)] for i in range(3)])
def generator_scope():
    n = 1
    g = (n + i for i in range(2))
    n = 10
    return list(g)
print(generator_scope())
def iter_scope():
    x = [1, 2]
    return [x for x in x], (lambda: [x for x in x])()
print(iter_scope())
glob = [1, 2, 3]
print([glob for glob in glob], glob)
def yieldcomp():
    yield [(i, j) for i in range(2) for j in range(2)]
print(next(yieldcomp()))
for code in ("[x for x in y for z in (w := 1)]", "[(yield) for x in y]", "class A: [(yield) for _ in ()]", "[x := 1 for x in y]", "{x for x}", "[*x for x in y]", "{**x for x in y}", "[x, y for x in z]"):
    try:
        compile(code, "<s>", "exec")
        print("ok", code)
    except SyntaxError as exc:
        print(code, "->", exc.msg)
