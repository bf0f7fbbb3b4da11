def first[T](xs: list[T]) -> T: return xs[0]
class Stack[T: (int, str), *Ts, **P]:
    items: list[T]
    def push[U: int = bool](self, x: T, y: U) -> tuple[T, U]: return x, y
type Alias[K, V = int] = dict[K, list[V]]
type Rec = list[Rec] | int
print(first([1, 2]), first.__type_params__, Stack.__type_params__, Stack[int, str, [bool]], Stack.__orig_bases__, Stack.__parameters__, Stack.push.__type_params__[0].__bound__, Stack.push.__type_params__[0].__default__)
print(Alias, Alias.__value__, Alias.__type_params__, Alias[str], Alias[str, bool], Rec.__value__, Alias.__name__, type(Alias).__name__, Alias.__module__, Alias[str].__origin__ is Alias, Alias[str].__args__)
T = first.__type_params__[0]
print(T.__name__, T.__bound__, T.__constraints__, T.__variance__ if hasattr(T, "__variance__") else "", T.__covariant__, T.__infer_variance__, T.has_default(), Stack.__type_params__[0].__constraints__, repr(Stack.__type_params__[1]), Stack.__type_params__[2].__name__)
class Sub[T](Stack[T, int, [str]]): pass
print(Sub.__bases__, Sub.__orig_bases__, Sub[int], [c.__name__ for c in Sub.__mro__])
type Lazy = undefined_name
try: Lazy.__value__
except NameError as exc: print(exc)
undefined_name = 5; print(Lazy.__value__)
def outer[T]():
    def inner(x: T): return T
    class C:
        y: T
    return inner(0), inner.__annotations__, C.__annotations__
print(outer())
class Scoped[T]:
    T2 = T
    def m(self): return "method sees T as well", T
    def g[V](self): return T, V
print(Scoped.T2, Scoped().m(), Scoped().g())
try: T3
except NameError as exc: print(exc)
class Outer:
    name = "outer attr"
    def gen[T: name](self): pass
    type A = name
    class Inner[T: name]: pass
print(Outer.gen.__type_params__[0].__bound__, Outer.A.__value__, Outer.Inner.__type_params__[0].__bound__)
import typing
print(typing.get_type_hints(first), typing.TypeAliasType("X", int), typing.TypeVar("Q", default=3).__default__, typing.NoDefault, first.__annotations__, Stack.__annotations__, isinstance(Rec, typing.TypeAliasType), (Rec | None), list[Rec], Alias[int] | str)
async def co[T](x: T) -> T: return x
print(co.__type_params__, (lambda: 0).__type_params__, Outer.__type_params__)
for bad in (lambda: isinstance(1, Rec), lambda: Rec(), lambda: Rec[int], lambda: Stack[int], lambda: Alias[1, 2, 3], lambda: Rec.zzz, lambda: setattr(Rec, "__value__", 1), lambda: type("Z", (Rec,), {}), lambda: first[int], lambda: issubclass(T, int)):
    try: print(bad())
    except Exception as exc: print(type(exc).__name__, exc)
for code in ("def f[T, T](): pass", "class A[T: (yield)]: pass", "type X[T: (a := 1)] = int", "def f[T](): nonlocal T", "def f[*T: int](): pass", "def f[T = int, U](): pass", "class A[]: pass", "type x.y = 1", "def f[T: await x](): pass", "type X = (yield)", "class A[T](metaclass=(yield)): pass", "def f[**P = [int]](): pass", "def f[*Ts = *tuple[int]](): pass", "type = 5; type X = type"):
    try: compile(code, "<s>", "exec"); print("ok", code)
    except SyntaxError as exc: print(code, "->", exc.msg)
