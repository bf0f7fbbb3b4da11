# The recursion limit counts Python's frames, not the native functions between them.
import contextlib
import functools
import json
import re
import sys


def frames():
    frame, n = sys._getframe(), 0
    while frame is not None:
        n += 1
        frame = frame.f_back
    return n - 1


def probe(name):
    try:
        sys.setrecursionlimit(1)
    except RecursionError as exc:
        counted = int(re.search(r"depth (\d+)", str(exc))[1])
    print(name, counted - frames())


class Everything:
    def __init__(self):
        probe("__init__")

    def __getattr__(self, name):
        probe("__getattr__")

    @property
    def computed(self):
        probe("property")

    def __eq__(self, other):
        probe("__eq__")

    def __add__(self, other):
        probe("__add__")

    def __call__(self):
        probe("__call__")

    def __len__(self):
        probe("__len__")
        return 1

    def __repr__(self):
        probe("__repr__")
        return ""

    def __hash__(self):
        probe("__hash__")
        return 1

    def __enter__(self):
        probe("__enter__")

    def __exit__(self, *exc):
        probe("__exit__")


probe("module")
list(map(probe, ["map"]))
functools.partial(probe, "partial")()
it = Everything()
it.missing, it.computed, it == it, it + it, it(), len(it), repr(it), str([it]), hash((it,))
isinstance(it, (str, bytes))
with it:
    pass


def generator():
    probe("generator")
    yield


next(generator())
list(generator())
sorted([1], key=lambda x: probe("key"))
re.sub("a", lambda match: probe("sub") or "", "a")


@contextlib.contextmanager
def manager():
    probe("manager")
    yield


with manager():
    pass

# Native recursion is bound by the stack alone.
nested = []
for _ in range(3000):
    nested = [nested]
text = repr(nested)
print(len(text), json.loads(text) == nested, hash(functools.reduce(lambda t, _: (t,), range(3000), ())) != 0)
