class Plugin:
    registry = {}
    def __init_subclass__(cls, /, name=None, **kw):
        super().__init_subclass__(**kw)
        cls.registry[name or cls.__name__.lower()] = cls
        print("registered", cls.__name__, name)
class A(Plugin): pass
class B(Plugin, name="bee"): pass
class C(B, name="sea"): x = 1
print(sorted(Plugin.registry))
try:
    class D(Plugin, wrong=1): pass
except TypeError as exc:
    print(exc)
class Attr:
    def __set_name__(self, owner, name):
        self.full = f"{owner.__name__}.{name}"
        print("set_name before init_subclass", self.full)
class Base:
    def __init_subclass__(cls):
        print("init_subclass", cls.__name__, cls.attr.full)
class E(Base):
    attr = Attr()
class Generic:
    def __class_getitem__(cls, item):
        return f"{cls.__name__}[{item}]"
class G2(Generic): pass
print(Generic[int], G2[1, 2], G2["x":3])
class NoItem: pass
try:
    NoItem[1]
except TypeError as exc:
    print(exc)
class Inst:
    def __getitem__(self, k): return k
print(Inst()[1:2, ..., None])
class Validated:
    def __init_subclass__(cls, required=()):
        for attr in required:
            if not hasattr(cls, attr):
                raise TypeError(f"{cls.__name__} lacks {attr}")
class Good(Validated, required=["run"]):
    def run(self): pass
try:
    class Bad(Validated, required=["run", "stop"]):
        def run(self): pass
except TypeError as exc:
    print(exc)
class ClsMethod:
    @classmethod
    def __init_subclass__(cls, **kw): print("explicit classmethod", cls.__name__, kw)
class Sub(ClsMethod, a=1, b=2): pass
print(list[int], dict[str, list[int]], tuple[int, ...], type[int], list[int].__origin__, dict[str, int].__args__)
print(list[int]([1, 2]), list[int] == list[int], hash(list[int]) == hash(list[int]), isinstance(list[int], type), list[int].__parameters__)
try:
    isinstance([], list[int])
except TypeError as exc:
    print(exc)
try:
    int[str]
except TypeError as exc:
    print(exc)
