# Warnings: filters, once and default, errors, catching, stack levels.
import warnings

def old(level=2):
    warnings.warn("old is old", DeprecationWarning, stacklevel=level)

with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    old()
    old(1)
    warnings.warn("plain")
for w in log:
    print(w.category.__name__, w.message, w.lineno, w.filename == __file__)

with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("default")
    for _ in range(3):
        warnings.warn("repeated")
    warnings.warn("repeated")
print(len(log))
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("once")
    for i in range(3):
        warnings.warn("repeated")
    warnings.warn("repeated")
print(len(log))
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        warnings.warn("now an error", RuntimeWarning)
    except RuntimeWarning as e:
        print("raised", e)
with warnings.catch_warnings(record=True) as log:
    warnings.filterwarnings("ignore", message="quiet.*")
    warnings.filterwarnings("always", category=UserWarning, append=True)
    warnings.warn("quiet please")
    warnings.warn("loud please")
    warnings.warn_explicit("explicit", UserWarning, "somewhere.py", 12)
print([(str(w.message), w.lineno) for w in log])
for bad in (lambda: warnings.warn("x", int), lambda: warnings.warn("x", "y"), lambda: warnings.warn("x", skip_file_prefixes="a")):
    try:
        bad()
    except TypeError as e:
        print(e)

class Mine(UserWarning):
    pass

with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    warnings.warn(Mine("instance"))
print(log[0].category is Mine, warnings.formatwarning("m", UserWarning, "f.py", 3, "the line"), end="")

@warnings.deprecated("do not call")
def f():
    return 1

with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    print(f(), log[0].message, f.__deprecated__)
