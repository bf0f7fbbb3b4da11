x = "global"
def reads():
    return x
def writes():
    global x, created
    x = "changed"
    created = 1
def outer():
    x = "outer"
    def inner():
        nonlocal x
        x += "+"
        def innermost():
            nonlocal x
            x += "!"
            return x
        return innermost()
    r = inner()
    def shadow():
        global x
        return x
    return r, x, shadow()
print(reads(), outer())
writes()
print(x, created, outer())
def unbound():
    print(x)
    x = 1
try:
    unbound()
except UnboundLocalError as exc:
    print(exc)
def maybe(flag):
    if flag:
        y = 1
    return y
print(maybe(True))
try:
    maybe(False)
except UnboundLocalError as exc:
    print(exc)
class C:
    x = "class"
    def method(self):
        return x
    y = [x for _ in range(1)]
    z = (lambda: x)()
    global w
    w = "made in class"
print(C().method(), C.y, C.z, w, hasattr(C, "w"))
def counter():
    n = 0
    def inc(by=1):
        nonlocal n
        n += by
        return n
    def reset():
        nonlocal n
        n = 0
    return inc, reset
inc, reset = counter()
print(inc(), inc(5), reset(), inc())
for code in ("def f():\n nonlocal q", "nonlocal q", "def f(a):\n global a", "def f():\n a = 1\n global a", "def f():\n print(a)\n global a",
             "def f():\n x = 1\n def g():\n  x = 2\n  nonlocal x", "def f(a):\n def g(a):\n  nonlocal a", "class A:\n nonlocal x",
             "def f():\n global a\n def g():\n  nonlocal a", "def f(a, a): pass", "def f():\n import x\n nonlocal x"):
    try:
        compile(code, "<s>", "exec")
        print("ok")
    except SyntaxError as exc:
        print(exc.msg, exc.lineno)
