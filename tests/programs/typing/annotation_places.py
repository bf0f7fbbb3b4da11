# What annotations leave in a namespace, and what their code is called.
import annotationlib, typing

for start in "", "from __future__ import annotations\n":
    for source in ("x[1 + 2, ::3]: 4\n", "x.a: 4\n", "x: 4\n", "(x): 4\n", "if 1:\n x.a: 4\n", "x.a: int = 4\n", "class A:\n x.a: 4\n", "class A:\n x: 4\n", "class A:\n if 1: (x): 4\n", "def f():\n x: 4\n"):
        code = compile(start + source, "f", "exec")
        space = dict(x=type("X", (dict,), {})())
        print(repr(source), code.co_names)
        try:
            exec(code, space)
        except Exception as e:
            print(repr(e))
        print(sorted(set(space) - {"__builtins__"}), sorted(vars(space["A"])) if "A" in space else "")

class K:
    a: (lambda: 1)
    def m(self, b: (lambda: 2), c: [i for i in (1,)], d: (i for i in ())) -> (lambda: 3): pass
    type T = (lambda: 4)
    def n[U: (lambda: 5)](self): pass
def g(b: (lambda: 6)):
    class L:
        e: (lambda: 7)
    return L
type T = (lambda: 8)
class M[V: (lambda: 9)]:
    def o(self, p: (lambda: 10)): return lambda: 11
print(K.__annotations__["a"].__qualname__, [getattr(v, "__qualname__", v) for v in K.m.__annotations__.values()], K.T.__value__.__qualname__, K.n.__type_params__[0].__bound__.__qualname__)
print(g.__annotations__["b"].__qualname__, g(1).__annotations__["e"].__qualname__, T.__value__.__qualname__, M.__type_params__[0].__bound__.__qualname__)
print(M.o.__annotations__["p"].__qualname__, M().o(1).__qualname__, M.o.__qualname__)
class Two[A, B]: pass
for args in ((), (int,), (int, str, int)):
    try: print(Two[args])
    except TypeError as e: print(e)
# A walrus in a comprehension of a module binds a global.
for source in ("[(a := i) for i in (4, 5)]", "[(a := i) for i in (4, 5)]; a = 3", "a = 3; [(a := i) for i in (4, 5)]", "(a := 1)", "list((a := i) for i in (4, 5)); a = 8", "nonlocal a\n[(a := i) for i in (4, 5)]\n", "[(a := i) for i in (4, 5)]\nnonlocal a\n"):
    there, here = {}, {}
    try: exec(source, there, here)
    except SyntaxError as e: print(e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
    there.pop("__builtins__", 0)
    print(repr(source), there, here)
import symtable
for source in ("import a", "a = 1\nimport a", "import a\na = 1", "import a\nimport a", "(a, b), c = d\nimport x as c"):
    print(repr(source), sorted(str(s) for s in symtable.symtable(source, "f", "exec").get_symbols()))
