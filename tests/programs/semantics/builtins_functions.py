print(abs(-5), all([1, "a"]), any([0, ""]), ascii("é"), bin(10), callable(len), chr(97), divmod(17, 5), hex(255), len("abc"), oct(8), ord("a"), pow(2, 10), pow(2, 10, 1000), round(3.14159, 2), sum([1, 2, 3], 10), sorted("cab"), list(reversed([1, 2])), hash(5))
print(list(enumerate("ab", 1)), list(filter(None, [0, 1, "", "x"])), list(filter(str.isdigit, "a1b2")), list(map(str, [1, 2])), list(map(pow, [2, 3], [3, 2])), list(zip("ab", [1, 2], "xy")), list(zip()), list(zip("abc", [1])), max(3, 1, 2), max("b", "a", key=ord), max([], default=0), min([3, 1]), min("ab", "a"))
print(isinstance(1, int), isinstance(1, (str, int)), isinstance(True, int), issubclass(bool, int), isinstance(1, int | str), issubclass(int, (str, object)), type(1), type("a").__name__, iter([1]).__class__.__name__, next(iter("a")), next(iter(""), "d"), repr("a"), str(1.0), bool([]), int("7"), float("1.5"), complex(1, 2), bytes([65]), list("ab"), tuple([1]), set([1, 1]), dict(a=1), frozenset([1]), range(3), slice(1, 2), object().__class__)
def f(a, b=1): x = 1; return vars()
class C:
    a = 1
    def __init__(self): self.b = 2
    def __dir__(self): return ["custom"]
print(f(5), vars(C()), dir(C()), getattr(C, "a"), getattr(C, "z", None), hasattr(C(), "b"), setattr(C, "n", 5), C.n, delattr(C, "n"), hasattr(C, "n"), "a" in dir(C), id(C) == id(C))
it = iter(lambda c=[3]: c.__setitem__(0, c[0] - 1) or c[0], 0); print(list(it)); print(list(iter(__import__("io").StringIO("a\nb\n").readline, "")))
print(sum([[1], [2]], []), sum((1.5, 2)), sum(range(101)), sum([True, False, True]), sum([], start=5), round(2.5), round(-1.5), round(1234, -2), round(2.567, 1), round(5), format(255, "x"), format("a", ">3"), eval("1+1"), exec("y=1"), input.__name__, open.__name__, print(end="") is None, __import__("math").pi, memoryview(b"a")[0], bytearray(2), property().__class__.__name__, super.__name__, staticmethod(len)([1]), classmethod.__name__, type("X", (), {"a": 1})().a, breakpoint.__name__, aiter.__name__, anext.__name__)
import builtins; print([n for n in dir(builtins) if not n.startswith("_") and n.islower()]); print(builtins.len is len, __builtins__ is builtins or True)
len_ = len; len = lambda x: "shadowed"; print(len([1])); del len; print(len([1]))
builtins.my_builtin = 5; print(my_builtin); del builtins.my_builtin
print(copyright.__class__.__name__, exit.__class__.__name__, repr(exit), help.__class__.__name__, callable(license))
