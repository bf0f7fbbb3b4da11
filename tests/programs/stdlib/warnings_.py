import warnings, sys
def show(message, category, filename, lineno, file=None, line=None): print(category.__name__, message, lineno)
warnings.showwarning = show
warnings.simplefilter("default")
def f(): warnings.warn("from f", DeprecationWarning, stacklevel=2)
f()
for i in range(3): warnings.warn("once per line")
warnings.simplefilter("always")
for i in range(2): warnings.warn("always", UserWarning)
warnings.simplefilter("once")
for i in range(2): warnings.warn("once", RuntimeWarning)
warnings.filterwarnings("error", message="bad.*")
try: warnings.warn("bad thing", FutureWarning)
except FutureWarning as exc: print("raised", exc)
warnings.filterwarnings("ignore", category=SyntaxWarning); warnings.warn("ignored", SyntaxWarning)
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always"); warnings.warn("recorded"); warnings.warn(UserWarning("instance")); print([(str(x.message), x.category.__name__, x.lineno) for x in w])
with warnings.catch_warnings(action="error", category=ResourceWarning):
    try: warnings.warn("res", ResourceWarning)
    except ResourceWarning as exc: print(repr(exc))
for bad in (lambda: warnings.warn(5), lambda: warnings.warn("x", int), lambda: warnings.warn("x", "y"), lambda: warnings.simplefilter("nope"), lambda: warnings.filterwarnings("error", message=5), lambda: warnings.warn()):
    try: print(bad())
    except Exception as exc: print(type(exc).__name__, exc)
print(warnings.formatwarning("msg", UserWarning, "file.py", 5, "src line"), issubclass(DeprecationWarning, Warning), [c.__name__ for c in Warning.__subclasses__() if c.__module__ == "builtins"][:3])
@warnings.deprecated("use g")
def old(): return 1
warnings.simplefilter("always"); print(old(), old.__deprecated__)
@warnings.deprecated("old class")
class Old:
    def __init__(self): pass
Old()
class Sub(Old): pass
warnings.warn_explicit("explicit", UserWarning, "f.py", 7); warnings.resetwarnings(); print(len(warnings.filters)); warnings.simplefilter("ignore"); warnings.warn("x"); print(warnings.filters[0][0])
class Mine(UserWarning): pass
warnings.simplefilter("always", Mine); warnings.warn("mine", Mine); warnings.warn(Mine("inst"), stacklevel=1)
