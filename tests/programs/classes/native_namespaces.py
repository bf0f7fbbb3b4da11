"""What the namespaces of native types hold, and in which order: `__new__`, special methods, methods, fields, computed
attributes, `__doc__`, and `__hash__` or `__module__` where they come last."""
import asyncio
import collections
import contextvars
import io
import os
import sys
import time
import typing


def special(cls):
    return [name for name in vars(cls) if name.startswith("__")]


for cls in (int, float, tuple, list, set, range, collections.deque, type):
    print(cls.__name__, special(cls)[:12], special(cls)[-2:])
for cls in (str, list, dict, collections.deque):
    names = list(vars(cls))
    print(cls.__name__, [name for name in names if name in ("__len__", "__getitem__", "__add__", "__contains__", "__hash__")])
print(list(vars(typing.TypeVar))[:4], list(vars(typing.TypeVar))[-2:])
print([name for name in vars(asyncio.Task) if name in vars(asyncio.Future)])
print(asyncio.Task.done, asyncio.Task.result.__qualname__, asyncio.Task.done is asyncio.Future.done)
print(type(typing.NoDefault), type(typing.NoDefault).__module__)

# Struct sequences.
for value in (sys.version_info, sys.float_info, os.stat("."), time.gmtime(0), os.terminal_size((1, 2))):
    cls = type(value)
    print(cls, bool(cls.__doc__), list(vars(cls))[:3], list(vars(cls))[-4:])
    print(all(bool(field.__doc__) for field in vars(cls).values() if type(field).__name__ == "member_descriptor"))
    try:
        value.absent
    except AttributeError as e:
        print(e)
print(os.stat_result.__new__.__self__, os.terminal_size.__new__.__doc__ is not None)
print("__new__" in vars(type(sys.flags)), type(sys.flags).__flags__ & (1 << 7 | 1 << 8 | 1 << 9))
for call in (lambda: type(sys.flags)(), lambda: type(sys.version_info)((1, 2, 3, "final", 0)), lambda: sys.flags.absent):
    try:
        call()
    except (AttributeError, TypeError) as e:
        print(e)
print(sys.implementation.supports_isolated_interpreters)

# Iterators with types of their own.
code = special.__code__
print(type(code.co_lines()).__name__, type(code.co_positions()).__name__, type(code.co_branches()).__name__)
print(iter(rows := code.co_lines()) is rows, hasattr(rows, "__length_hint__"), len(list(rows)) > 0, list(rows))
var = contextvars.ContextVar("var")
context = contextvars.Context()
context.run(var.set, 1)
for it in (iter(context), context.keys(), context.values(), context.items()):
    print(type(it).__name__, type(it).__module__, len(it), len(list(it)), len(it), next(it, "end"))
print(list(context.values()), var in list(context), list(context.items())[0][1])

# Text files tell that they die open.
text = io.TextIOWrapper(io.BytesIO())
print(text._finalizing, io.TextIOWrapper._finalizing, hasattr(text, "_dealloc_warn"))
for value in (True, 1):
    try:
        text._finalizing = value
        print(text._finalizing)
    except TypeError as e:
        print(e)
try:
    del text._finalizing
except TypeError as e:
    print(e)
text._finalizing = False


class Noisy(io.BytesIO):
    def _dealloc_warn(self, source):
        print("unclosed", type(source).__name__)


text = io.TextIOWrapper(Noisy())
text._finalizing = True
text.close()
print(text.closed)
try:
    io.StringIO().__setstate__((1, "", 0, None))
except TypeError as e:
    print(e)

# Modules show the capsules that foreign code would look for.
import _socket
import locale
import multiprocessing.synchronize
import pickle
import re
import stat
import types
import unicodedata
import zoneinfo

import _datetime
import _locale
import _multiprocessing
import pyexpat

for capsule in (_datetime.datetime_CAPI, _socket.CAPI, unicodedata._ucnhash_CAPI, pyexpat.expat_CAPI):
    print(re.sub("0x[0-9a-f]+", "0x", repr(capsule)), type(capsule) is types.CapsuleType)
try:
    pickle.dumps(_datetime.datetime_CAPI)
except TypeError as e:
    print(e)
print(_locale.nl_langinfo(_locale._DATE_FMT) != "")

# What has a docstring.
for cls in (OSError, ImportError, SyntaxError, UnicodeDecodeError, AttributeError, StopIteration, SystemExit, types.FrameType, super, types.MethodType):
    print(cls.__name__, [name for name, value in vars(cls).items() if type(value).__name__ in ("getset_descriptor", "member_descriptor") and not value.__doc__])
print(all(getattr(_stat, name).__doc__ for _stat in (stat,) for name in ("S_ISDIR", "S_ISREG", "S_ISLNK")), bool(pyexpat.errors.__doc__))
try:
    sys.get_asyncgen_hooks().absent
except AttributeError as e:
    print(e)
for cls in (zoneinfo.ZoneInfo, _multiprocessing.SemLock):
    print([name for name in ("__getattribute__", "__setattr__") if name in vars(cls)])
print([type(vars(_multiprocessing.SemLock)[name]).__name__ for name in ("handle", "kind", "maxvalue", "name")])
print(list(vars(locale.Error)), list(vars(asyncio.QueueEmpty))[:2])


class Lines(type(code.co_lines())):
    pass


print(Lines.__mro__[1].__name__)

for cls in (str, bytes, bytearray, list, tuple, dict, set, frozenset, int, float, complex, object, type, memoryview, collections.deque, BaseException):
    print(cls.__name__, list(vars(cls)))
for call in (lambda: type.__delattr__(type, 1), lambda: type.__setattr__(int, 1.5, 2), lambda: type.__setattr__(Lines, 1.5, 2), lambda: type.__setattr__(int, "x", 2)):
    try:
        call()
    except TypeError as e:
        print(e)
