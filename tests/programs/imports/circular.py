from _circ import x
print(x.get(), x.y.get(), x.y.seen)
try:
    import _circ.p
except ImportError as exc:
    print(str(exc).split(" (/")[0], exc.name)
import sys
print("_circ.p" in sys.modules, "_circ.q" in sys.modules)
