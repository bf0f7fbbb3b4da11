"""Annotations that depend on the way taken, private names around type parameters, names of classes in annotation scopes."""


def run(source):
    namespace = {}
    exec(source, namespace)
    return namespace


# Only what has been passed is annotated.
for flag in True, False:
    class Conditional:
        always: int
        if flag:
            yes: str
        else:
            no: bytes
        for _ in () if flag else (1,):
            looped: int
        try:
            tried: int
            1 / flag
            past: int
        except ZeroDivisionError:
            failed: int
    print(Conditional.__annotations__)

module = run("a: int\nseen = __annotate__(1)\nb: str\nif 0:\n    c: bytes\n")
print(module["seen"], module["__annotate__"](1), module["__conditional_annotations__"])
for value in "0", "frozenset()", "[]":
    try:
        run(f"__conditional_annotations__ = {value}\nx: int")
    except TypeError:
        print("no set")


# `__annotate__` is a function with a name of its own, also for annotations kept as text.
def f(a: int):
    def g(b: str): ...
    return g


class Outer:
    x: int
    def m(self) -> int: ...


for function in f, f(1), Outer.m, Outer:
    print(function.__annotate__.__qualname__)
text = run("""from __future__ import annotations
def f(a: 'str', b: (1+ 2)*3, c: {1:2,**d}, d: x[1:2,...], *args: *Ts, e: lambda x,/,y=1,*,z: x, g: f"{x!r:>{w}}{{" 'b',
      h: not a<b, i: (yield_), j: -1**2, k: 1 .real, l: [a for b in c if d], m: 1e400, n: a if b else c) -> (x, *y): ...
class C:
    a: "x" 'y'
    if 1: b: (c := 1)[0] if 0 else d
""".replace("(c := 1)[0] if 0 else d", "not  d"))
for item in text["f"].__annotate__(1).items():
    print(*item)
print(text["f"].__annotations__ == text["f"].__annotate__(1), text["C"].__annotations__)

for code in ("(x): (yield)", "def f(): (x): (y := 1)", "class C: (x): (await 1)", "(x): [a async for a in b]",
             "from __future__ import annotations\ndef f(x: (yield)): ..."):
    try:
        compile(code, "<code>", "exec")
    except SyntaxError as e:
        print(e.msg)


# A class that defines `__annotate__` itself.
class Own:
    a: int
    def __annotate__(format):
        return {"a": str}


print(Own.__annotate__(1), Own.__annotations__)


# Names of classes, seen from annotation scopes in them.
x = "global"


def scopes():
    x = "function"

    class A:
        global x
        type G = x
        def get(self): return x
        values = [x for _ in (1,)]

    class B:
        x = "class"
        type L = x
        def f[T: x](self) -> x: ...
        nested = [x for _ in (1,)]

    class C:
        type T = x

    return A, B, C


A, B, C = scopes()
print(A.G.__value__, A().get(), A.values, B.L.__value__, B.f.__type_params__[0].__bound__, B.nested, C.T.__value__)
print(B.f.__annotations__)


class Private[__T]:
    param = __T
    type Alias = __T

    class Inner[__U](dict):
        param = __U

    def method[__V](self, v: __V) -> __T: ...


print(Private.__type_params__, Private.Inner.__type_params__, Private.method.__type_params__)
print(Private.param is Private.__type_params__[0], Private.Alias.__value__ is Private.param)
print(list(Private.method.__annotations__))

# What a nested function declares global is global to the module's code as well.
variables = {}
globals_ = {}
exec("def f():\n    global v\n    v = 1\nv = 0\nf()\nw = v", globals_, variables)
print(globals_["v"], variables["w"], "v" in variables)

# Comprehensions.
for code in ("[1 for (l[0], l) in [[1, 2]]]", "[y for x in y for y in [1]]",
             "class K:\n    r = [__class__ for _ in [1]]"):
    try:
        exec("def f():\n    " + code.replace("\n", "\n    ") + "\nf()")
    except NameError as e:
        print(type(e).__name__)
for code in "[i for i in range(5) if (j := 0) for j in range(5)]", "class X[T]([(x := 3) for _ in 'a'] and B): pass", \
            "type X = [(x := 3) for _ in y]", "def f(): [await x for x in y]":
    try:
        compile(code, "<code>", "exec")
    except SyntaxError as e:
        print(e.msg)
