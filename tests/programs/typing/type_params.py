# The syntax of PEP 695 and 696: scopes, laziness, introspection.
import typing

class Stack[T]:
    def __init__(self) -> None:
        self.items: list[T] = []

    def push(self, item: T) -> None:
        self.items.append(item)

    def map[U](self, f: typing.Callable[[T], U]) -> "Stack[U]":
        out = Stack[U]()
        for item in self.items:
            out.push(f(item))
        return out

s = Stack[int]()
s.push(1)
s.push(2)
print(s.map(str).items, s.map(str).__orig_class__)
print(Stack.__type_params__, Stack.map.__type_params__, Stack.__parameters__)
print(Stack.__orig_bases__, Stack.__mro__)
print(Stack[int], Stack[int].__args__)

def f[T: (int, str), *Ts, **P](x: T, *args: P.args, **kwargs: P.kwargs) -> tuple[*Ts]: ...

T, Ts, P = f.__type_params__
print(T, Ts, P, T.__constraints__, T.__bound__, T.__infer_variance__, T.__covariant__)
print(f.__annotations__)

type Tree[K: int = bool] = dict[K, Tree[K]] | None
print(Tree, Tree.__value__, Tree.__type_params__, Tree[int], Tree[int].__args__)
K, = Tree.__type_params__
print(K.__bound__, K.__default__, K.has_default(), Tree.__module__, Tree.__name__)

type Late = Undefined
try:
    Late.__value__
except NameError as e:
    print(e)
Undefined = 3
print(Late.__value__)

def g[A: missing](a: A): return a
try:
    g.__type_params__[0].__bound__
except NameError as e:
    print(e)
print(g(1))

class Meta[T](typing.Protocol):
    def m(self) -> T: ...

print(Meta[int], Meta.__parameters__)
print(typing.get_type_hints(Stack.push))
print(typing.NoDefault, T.__default__)
for bad in ("class A[T, T]: pass", "def f[T = int, U](): pass", "type X[T: (yield)] = int"):
    try:
        exec(bad)
    except SyntaxError as e:
        print(e.msg)
