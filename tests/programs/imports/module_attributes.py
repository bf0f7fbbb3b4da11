import _lazyattr, sys, types
print(_lazyattr.dynamic, dir(_lazyattr), hasattr(_lazyattr, "other"))
try: _lazyattr.other
except AttributeError as exc: print(exc)
from _lazyattr import dynX
print(dynX)
try: from _lazyattr import nope
except ImportError as exc: print(str(exc).split(" (/")[0])
m = types.ModuleType("made", "its doc"); print(m, m.__doc__, m.__name__, m.__dict__.keys() == {"__name__", "__doc__", "__package__", "__loader__", "__spec__"}, m.__spec__); m.x = 1; print(m.x, vars(m)["x"]); del m.x
try: m.x
except AttributeError as exc: print(exc)
try: sys.nope
except AttributeError as exc: print(exc)
class Mod(types.ModuleType):
    @property
    def prop(self): return "prop"
sys.modules["special"] = Mod("special"); import special; print(special.prop, type(special).__name__)
_lazyattr.__class__ = Mod; print(_lazyattr.prop)
print(__name__, __doc__, __spec__, __package__, __builtins__.__name__, sys.modules["__main__"].__dict__ is globals(), "__file__" in globals(), __loader__ is not None)
print(types.__spec__.name, types.__spec__.parent, types.__spec__.origin is not None, sys.__spec__.origin, repr(sys), types.__name__)
for bad in (lambda: types.ModuleType(), lambda: types.ModuleType(5), lambda: types.ModuleType("a", "b", "c")):
    try: print(bad())
    except TypeError as exc: print(exc)
def __getattr__(name): return "main getattr " + name
import __main__; print(__main__.anything)
try: anything
except NameError as exc: print(exc)
