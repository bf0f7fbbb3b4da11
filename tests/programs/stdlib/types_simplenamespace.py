import types, sys
n = types.SimpleNamespace(a=1, b="x"); n.c = [1]; print(n, n.a, n == types.SimpleNamespace(a=1, b="x", c=[1]), vars(n), types.SimpleNamespace({"k": 1}), repr(types.SimpleNamespace()), types.SimpleNamespace([("z", 1)], y=2)); del n.a
try: n.a
except AttributeError as exc: print(exc)
n.me = n; print(n); p = types.MappingProxyType({"a": 1, "b": 2}); print(p, p["a"], len(p), list(p), p.get("z"), p | {"c": 3}, p == {"a": 1, "b": 2}, "a" in p, p.copy(), dict(p.items()), list(reversed(p)))
try: p["a"] = 2
except TypeError as exc: print(exc)
print([t.__name__ for t in (types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType, types.ModuleType, types.CodeType, types.FrameType, types.TracebackType, types.CellType, types.NoneType, types.EllipsisType, types.NotImplementedType, types.GenericAlias, types.UnionType, types.MethodWrapperType, types.WrapperDescriptorType, types.MethodDescriptorType, types.ClassMethodDescriptorType, types.GetSetDescriptorType, types.MemberDescriptorType, types.MappingProxyType, types.LambdaType, types.CapsuleType)])
C = types.new_class("C", (list,), {}, lambda ns: ns.update(x=5, f=lambda self: len(self))); print(C([1]).f(), C.x, types.prepare_class("D", (), {"metaclass": type})[0], types.resolve_bases((int, str)), types.get_original_bases(C))
class D:
    @types.DynamicClassAttribute
    def v(self): return "inst"
print(D().v)
try: D.v
except AttributeError as exc: print(exc)
def f(self, x): return (self, x)
m = types.MethodType(f, 5); print(m(6), m.__self__, m.__func__ is f, m == types.MethodType(f, 5), types.MethodType(len, [1, 2])(), repr(m)[:20]); g = types.FunctionType(f.__code__, {}, "g", (7,)); print(g(1), g.__name__, g.__defaults__); print(types.coroutine(lambda: (yield))().__class__.__name__, isinstance(len, types.BuiltinFunctionType), isinstance([].append, types.BuiltinMethodType), isinstance(lambda: 0, types.LambdaType), isinstance(str.join, types.MethodDescriptorType), isinstance(int.__add__, types.WrapperDescriptorType))
ga = types.GenericAlias(list, (int,)); print(ga, ga == list[int], ga.__origin__, ga([1]), int | None == types.UnionType, isinstance(5, int | str), (int | None).__args__, types.GenericAlias(dict, int), ga.append, ga.__mro_entries__(()))
for bad in (lambda: types.MethodType(5, 1), lambda: types.MethodType(f, None), lambda: types.MappingProxyType(5), lambda: types.SimpleNamespace(1), lambda: types.SimpleNamespace({1: 2}), lambda: types.FunctionType(5, {}), lambda: types.CellType(1, 2), lambda: types.GeneratorType(), lambda: types.CodeType(), lambda: types.FrameType(), lambda: types.GenericAlias(), lambda: types.NoneType(1), lambda: types.BuiltinFunctionType(), lambda: types.UnionType(), lambda: n < n, lambda: hash(n), lambda: types.new_class("E", (5,)), lambda: types.TracebackType(1, 2, 3, 4)):
    try: print(bad())
    except Exception as exc: print(type(exc).__name__, exc)
c = f.__code__; print(c.replace(co_name="zz").co_name, c.co_code == c.replace().co_code, c == compile("", "", "exec"), hash(c) == hash(c), c.co_freevars, c.co_cellvars, c.co_stacksize >= 0, c.co_consts != 0, list(c.co_positions()) != [], c.co_exceptiontable, c.co_flags & 3)

lone = types.SimpleNamespace(a=1)
setattr(lone, "\ud800", "\udc00")
print(ascii(repr(lone)), repr(types.SimpleNamespace()))
