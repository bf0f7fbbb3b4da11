"""SimpleNamespace and module objects: made, compared, replaced and shown; module __getattr__ and __dir__."""
import copy
import types
from types import SimpleNamespace as NS


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


n = NS(b=2, a=1)
print(n, NS({"x": 1}, y=2), NS([("k", "v")]), n == NS(a=1, b=2), n != NS(), n == 5, vars(n), NS())
n.self = n
print(n, copy.replace(NS(a=1, b=2), b=3), copy.copy(NS(q=[1])))
for action in (lambda: NS(1), lambda: NS({1: 2}), lambda: NS({}, {}), lambda: n.nope, lambda: hash(n), lambda: NS() < NS(), lambda: delattr(n, "zzz"), lambda: copy.replace(n, 5), lambda: NS(**{"not an identifier": 1}),
               lambda: copy.replace(5, a=1)):
    attempt(action)


class Sub(NS):
    pass


print(Sub(a=1), Sub(a=1) == NS(a=1))
m = types.ModuleType("named", "its doc")
print(m, m.__doc__, m.__name__, m.__loader__, m.__spec__, sorted(vars(m)), types.ModuleType("x").__doc__)
attempt(lambda: m.missing)
m.__getattr__ = lambda name: f"made {name}" if name != "no" else m.__getattribute__("deeper")
m.__dir__ = lambda: ["z", "a"]
print(m.anything, dir(m), hasattr(m, "__path__"))
attempt(lambda: m.no)
del m.__getattr__
attempt(lambda: m.anything)
attempt(lambda: setattr(m, "__dict__", {}))
attempt(lambda: types.ModuleType())
attempt(lambda: types.ModuleType(5))
attempt(lambda: types.ModuleType("a", "b", "c"))
m.__name__ = 5
attempt(lambda: m.other)
del m.__name__
attempt(lambda: m.other)
print(repr(m), repr(types.ModuleType.__new__(types.ModuleType)))
m.__file__ = "some.py"
m.__name__ = "again"
print(m)
attempt(lambda: dir(types.ModuleType.__new__(types.ModuleType)))
