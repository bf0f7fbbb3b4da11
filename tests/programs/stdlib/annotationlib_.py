import annotationlib
from annotationlib import Format, get_annotations, ForwardRef
def f(a: Undefined, b: int = 1, *args: "str", **kw: list[Missing]) -> Later: pass
try: f.__annotations__
except NameError as exc: print(exc)
print(get_annotations(f, format=Format.STRING)); fr = get_annotations(f, format=Format.FORWARDREF); print(fr["b"], type(fr["a"]).__name__, fr["a"].__forward_arg__, fr["args"])
class Undefined: pass
Missing = Later = 5
print(f.__annotations__)
class C:
    x: int
    y: "str" = 1
    z: Nope
    def m(self) -> C: pass
try: C.__annotations__
except NameError as exc: print(exc)
print(get_annotations(C, format=Format.FORWARDREF)["x"], C.m.__annotations__ == {"return": C}, get_annotations(C, format=Format.STRING), "", callable(C.__annotate__))
Nope = float; print(C.__annotations__, C.__annotations__ is C.__annotations__)
x: int = 5
y: print("not evaluated at module level?")
print(__annotate__ is not None, "__annotations__" in globals()); print(__annotate__(1)["x"])
def g():
    local: undefined_thing = 3
    (paren): int = 4
    return local, g.__annotations__
print(g())
class D:
    if True: a: int
    else: b: str
    for i in range(2): c: float
print(D.__annotations__)
def outer(T):
    class In:
        v: T
        def meth(self, q: T) -> v: pass
    return In
In = outer(bytes); print(In.__annotations__)
try: print(In.meth.__annotations__)
except NameError as exc: print(exc)
def cond(flag):
    class K:
        if flag: yes: int
        no: str
    return K.__annotations__
print(cond(True), cond(False))
f.__annotations__ = {"set": 1}; print(f.__annotations__, f.__annotate__)
class Sub(C): own: bytes
print(Sub.__annotations__, get_annotations(int), get_annotations(lambda: 0), f.__annotations__.get("zz"))
for bad in (lambda: C.__annotate__(99), lambda: get_annotations(5), lambda: get_annotations(C, eval_str=True, format=Format.STRING), lambda: setattr(f, "__annotate__", 5), lambda: ForwardRef(5), lambda: ForwardRef("1 +"), lambda: ForwardRef("nope").evaluate(), lambda: setattr(C, "__annotate__", 5)):
    try: print(bad())
    except Exception as exc: print(type(exc).__name__, exc)
print(ForwardRef("int").evaluate(), ForwardRef("a.b").__forward_arg__, ForwardRef("x") == ForwardRef("x"), repr(ForwardRef("list[int]")), annotationlib.type_repr(int), annotationlib.annotations_to_string({"a": int, "b": "s"}), get_annotations(f, eval_str=True), Format.VALUE, int(Format.STRING))
async def co(a: int) -> str: ...
print(co.__annotations__, (lambda: 0).__annotations__, type(C.__annotate__).__name__, C.__annotate__(1) == C.__annotations__)
for code in ("def f():\n x: (yield)", "def f():\n x: (y := 1)", "x: (await y)", "def f(a: (yield)): pass", "(a, b): int", "[a]: int", "f(): int", "x: int: str", "def f():\n global q\n q: int", "def f():\n nonlocal_: int\n del nonlocal_", "a.b: undefined"):
    try: compile(code, "<s>", "exec"); print("ok")
    except SyntaxError as exc: print(exc.msg)
