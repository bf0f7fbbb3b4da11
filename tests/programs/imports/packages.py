import sys
import _pkg
print(_pkg.from_a, _pkg.b.deep.level, _pkg.version, _pkg.__name__, _pkg.__package__, type(_pkg).__name__)
import _pkg.sub.deep as d, _pkg.a
print(d.level, _pkg.a.where(), d is sys.modules["_pkg.sub.deep"])
from _pkg import *
print(from_a, c.c_value, "hidden" in globals())
from _pkg.b import where, alias
print(where(), alias is _pkg.a)
from _star import *
print(public, "_private" in globals(), func.__module__)
import importlib
m = importlib.import_module("_pkg.a"); r = importlib.import_module(".sub", "_pkg"); print(m is _pkg.a, r.__name__)
before = _pkg.a; importlib.reload(_pkg.a); print(before is _pkg.a)
print(__import__("_pkg.sub") is _pkg, __import__("_pkg.sub", fromlist=["deep"]).__name__, sorted(n for n in sys.modules if n.startswith("_pkg")))
def local():
    import _pkg.sub as s
    from _pkg import version as v
    return s.__name__, v
print(local())
