# What is said of too many, or unknown, arguments.
import _csv, _struct, _thread, collections, functools, itertools, io, json, posix


def attempt(f, /, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


for f in (map, zip):
    for args in ((), (len,), (len, "ab")):
        for kwargs in (dict(a=1), dict(a=1, b=2), dict(strict=1, b=2), dict(a=1, b=2, c=3)):
            attempt(f, *args, **kwargs)
for f in (min, max, print, sorted, enumerate, itertools.product, itertools.zip_longest, functools.partial):
    attempt(f, [1], a=1, b=2, c=3, d=4, e=5, f=6)
attempt(__build_class__)
attempt(__build_class__, 1)
attempt(__build_class__, a=1)
attempt(__build_class__, 1, 2)
attempt(__build_class__, len, "x")
attempt(__build_class__, lambda: 0, 2)
attempt(type(attempt.__code__), 1, 2, a=3)
attempt(type(attempt.__code__), 1, 2)
attempt(_csv.Error, a=1)
attempt(_csv.Error.__init__, _csv.Error(), a=1)
attempt(type("K", (_csv.Error,), {}), a=1)
attempt(_struct.error, a=1)
print(_csv.Error.__doc__, sorted(vars(_csv.Error)))
attempt(_struct.pack, io.BytesIO())
attempt(_struct.Struct, collections.deque())
import pickle
for protocol in (-(10**20), 10**20, 2**32 + 1, 2**31, -1, 6, None, "a", 1.0, True):
    attempt(pickle.dumps, [1], protocol)
    attempt(pickle.Pickler, 5, protocol)
for f in (posix._path_splitroot_ex, posix._path_normpath):
    attempt(f)
    attempt(f, "a", "b")
    attempt(f, p="/a")
    attempt(f, path="/a//b")
    attempt(f, 3)
print([n for n in dir(posix) if n.startswith("_path")])
for make in (_thread.lock, _thread.RLock):
    lock = make()
    for name in ("__enter__", "__exit__", "acquire", "release", "locked", "acquire_lock", "_acquire_restore"):
        method = getattr(lock, name, None)
        if method is None:
            continue
        for args, kwargs in [((), {"a": 1}), ((1, 2, 3, 4), {}), ((0,), {"blocking": 0}), ((), {"timeout": "x"}), ((0, 5), {}), ((1, -5), {})]:
            attempt(method, *args, **kwargs)
            if lock.locked():
                lock.release()
ordered = collections.OrderedDict
for o in (ordered(), ordered(a=1), type("S", (ordered,), {})(a=1)):
    for name in ("__setitem__", "__getitem__", "__delitem__", "__contains__", "get", "pop", "setdefault", "move_to_end"):
        attempt(getattr(o, name), *[set(), 1][: 1 + (name == "__setitem__")])
    attempt(o.update, [(set(), 1)])
    attempt(type(o), [(set(), 1)])
    attempt(o.__ior__, [(set(), 1)])
    attempt(type(o).fromkeys, [set()])


class L(list):
    def __iter__(self):
        return iter([1, 2])


class T(tuple):
    def __iter__(self):
        return iter([1, 2])


# The items of lists and tuples of derived classes are those that iterating gives.
for v in (L(), L([3]), T(), T((3,)), [L()]):
    attempt(json.dumps, v)
    attempt(json.dumps, v, indent=1)
attempt(json.dumps, type("X", (list,), {"__iter__": lambda self: 3})([1]))
attempt(json.dumps, type("X", (tuple,), {"__iter__": None})([1]))
