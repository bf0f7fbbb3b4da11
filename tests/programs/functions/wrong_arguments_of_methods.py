"""What is said of wrong arguments to methods of native classes: of those that get their defining class, of subscripts, of
functions that look at one argument after the other."""
import _codecs
import abc
import array
import collections
import io
import pickle
import queue
import re
import zlib


def attempt(call, *args, **kwargs):
    try:
        result = call(*args, **kwargs)
        print(type(result).__name__)
    except BaseException as e:
        print(type(e).__name__, e)


bases = io.IOBase(), io.RawIOBase(), io.BufferedIOBase(), io.TextIOBase(), io.BytesIO(), io.StringIO()
calls = [(o, n) for o in bases for n in ("seek", "truncate", "fileno", "detach", "read", "read1", "write", "readline", "getbuffer") if hasattr(o, n)]
calls += [(pickle.Pickler(io.BytesIO()), "dump"), (queue.SimpleQueue(), "get_nowait")]
calls += [(pickle.Unpickler(io.BytesIO(b"N.")), n) for n in ("load", "find_class", "persistent_load")]
calls += [(zlib.compressobj(), "compress"), (zlib.compressobj(), "flush"), (zlib.decompressobj(), "flush")]
calls += [(array.array("i", [1]), n) for n in ("extend", "fromfile", "tofile")]
calls += [(re.compile("a").scanner("a"), n) for n in ("search", "match")]
for obj, name in calls:
    if type(obj) is io.RawIOBase and name == "write":
        continue
    print(type(obj).__name__, name)
    method = getattr(obj, name)
    for args in ((1, 2, 3, 4), ("a", "b")):
        attempt(method, *args)
    attempt(method, zz=1)
    attempt(method, 1, 2, zz=1)

for name in sorted(dir(_codecs)):
    if name.endswith(("code", "codes")) and name not in ("encode", "decode"):
        for args in ((3, 4), (b"a", 4), ("a", 4), ([], "strict"), (None, None, None), (bytearray(b"a"), "strict", 3j)):
            print(name, args, end=" ")
            attempt(getattr(_codecs, name), *args)


class Keys:
    def __init__(self, keys):
        self.given = keys

    def keys(self):
        return self.given() if callable(self.given) else self.given

    def __getitem__(self, key):
        print("item", key)
        return key


def fails():
    1 / 0


def starts():
    print("first")
    yield "a"
    print("second")
    yield "b"


for keys in (5, [1], ["a"], fails, starts, None, "ab"):
    mapping = Keys(keys)
    attempt(lambda: {**mapping})
    attempt(lambda: dict(mapping))
    attempt(lambda: dict(**mapping))
    attempt(lambda: {}.update(mapping))
    attempt(lambda: collections.OrderedDict(mapping))

C = type.__new__(abc.ABCMeta, "C", (), {})
attempt(isinstance, 1, C)
attempt(C.register, int)


class Int(int):
    pass


class Str(str):
    pass


class Managed:
    pass


class Files:
    read = 5


class Counted:
    def keys(self):
        return ["x"]

    def __getitem__(self, key):
        print("item", key)
        return 1


def taking(*args, **kwargs):
    return kwargs


def entering(manager):
    with manager:
        pass


async def entering_async(manager):
    async with manager:
        pass


attempt(Int, 1, 2, 3)
attempt(int, 1, 2, 3)
attempt(Str, 1, 2, 3, 4)
attempt(str, 1, 2, 3, 4)
# A key given twice is noticed before the mapping is asked for its value.
attempt(lambda: taking(x=1, **Counted()))
attempt(lambda: taking(**Counted(), **Counted()))
Managed.__module__ = "package.module"
for manager in (Managed(), collections.UserDict(), io, 3):
    attempt(entering, manager)
    attempt(entering_async(manager).send, None)
attempt(pickle.load, [])
attempt(pickle.Unpickler, Files())
