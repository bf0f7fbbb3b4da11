# What programs see of native types: kinds of attributes, signatures, flags, what instances can do.
import array
import collections
import contextvars
import csv
import datetime
import decimal
import functools
import inspect
import io
import itertools
import operator
import os
import random
import re
import select
import socket
import struct
import symtable
import sys
import time
import typing
import unicodedata
import weakref
import zlib
import _pickle
import _random
import _socket


class C:
    def method(self):
        pass


obj = C()
var = contextvars.ContextVar("var")
token = var.set(1)
table = symtable.symtable("1", "x", "exec")._table
type Alias = int


def shown(function):
    try:
        return function()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def set_attribute(instance):
    instance.extra = 1
    return instance.extra


class Ref(weakref.ref):
    pass


class SlotRef(weakref.ref):
    __slots__ = ("slot",)


print("attributes of instances")
for instance in [weakref.WeakMethod(obj.method), weakref.ref(obj), weakref.KeyedRef(obj, None, 1), Ref(obj),
                 SlotRef(obj), table, struct.Struct("i"), zlib.compressobj(), itertools.count(), token]:
    print(shown(lambda: set_attribute(instance)))
plain = _socket.socket()
with socket.socket() as sock:
    print(shown(lambda: set_attribute(sock)), shown(lambda: set_attribute(plain)), hasattr(plain, "__dict__"))
plain.close()
print(hasattr(_pickle.Pickler(io.BytesIO()), "__dict__"))
slot = SlotRef(obj)
slot.slot = 5
print(slot.slot, slot() is obj, type(table), table.name, table.nested)

print("attributes of types")
for cls in [_random.Random, zlib.Decompress if hasattr(zlib, "Decompress") else type(zlib.decompressobj()),
            type(os.scandir(".")), type(select.poll()), ExceptionGroup, int, decimal.Decimal, re.Pattern]:
    print(cls.__name__, shown(lambda: set_attribute(cls)))
assert random.Random(5).random() == _random.Random(5).random()

print("hashes, weak references, modules")
for instance in [weakref.proxy(obj), token, contextvars.copy_context(), decimal.Context().flags]:
    print(shown(lambda: hash(instance)).__class__.__name__, type(instance).__hash__)
for instance in [var, contextvars.copy_context(), collections.defaultdict(), ExceptionGroup("", [ValueError()]),
                 Alias, decimal.Decimal()]:
    print(type(instance).__name__, shown(lambda: weakref.ref(instance)() is instance), type(instance).__weakrefoffset__ != 0)
for cls in [datetime.date, contextvars.Context, weakref.ref, typing.TypeVar, decimal.Decimal, itertools.count,
            collections.OrderedDict, ExceptionGroup, io.BytesIO, zlib.error]:
    print(cls.__module__, cls.__name__, "__module__" in vars(cls), "__weakref__" in vars(cls), bool(cls.__flags__ & 1 << 9))
print(shown(lambda: datetime.date(2000, 1, 1).__module__), type(contextvars.Token.MISSING).__name__)

print("kinds")
for cls, names in [(dict, "__contains__ __getitem__ __setitem__"), (list, "__getitem__ __contains__"),
                   (set, "__contains__"), (frozenset, "__contains__"), (type(csv.reader([]).dialect), "strict delimiter"),
                   (typing.TypeVar, "__name__ __covariant__ __bound__"), (itertools.count, "__getattribute__"),
                   (functools.partial, "__getattribute__ __setattr__"), (time.struct_time, "__repr__ __replace__ tm_year"),
                   (type(sys.flags), "__repr__"), (type(table), "symbols"), (unicodedata.UCD, "unidata_version")]:
    for name in names.split():
        attribute = vars(cls)[name]
        print(cls.__name__, name, type(attribute).__name__, getattr(attribute, "__text_signature__", None))
print(type({}.__contains__).__name__, type([].__getitem__).__name__, list(map({1: 2}.__contains__, [1, 2])))


class D(dict):
    def __missing__(self, key):
        return -key


class E(dict):
    def __contains__(self, key):
        return True

    def __getitem__(self, key):
        return key


print(D({1: 2})[5], 1 in D(a=1), dict.__getitem__(D({1: 2}), 7), 3 in E(), E()[4], dict.__contains__(E(), 3))
print(shown(lambda: {}.__getitem__(3)), shown(lambda: [].__getitem__(3)), [5, 6, 7].__getitem__(slice(1, None)))

print("signatures")
for function in [re.compile("").match, re.compile("").sub, re.match("", "").groups, open, os.posix_spawn, time.sleep,
                 unicodedata.name, datetime.date.replace, datetime.datetime.replace, io.RawIOBase.write,
                 io.TextIOWrapper.seek, select.poll().register, reversed, time.time]:
    print(function.__text_signature__)
print(inspect.signature(re.compile("").match), inspect.signature(operator.itemgetter), inspect.signature(time.struct_time))

print("types that can't be made or derived from")
for cls in [type(iter("")), type(iter(b"")), type(select.poll()), type(zlib.compressobj()), type(table), weakref.ProxyType]:
    print(cls.__name__, shown(cls))
for cls in [operator.itemgetter, type(functools.lru_cache(len)), type(itertools.groupby([])), array.array]:
    print(cls.__name__, shown(lambda: type("Sub", (cls,), {}).__name__))
print(sys.getdlopenflags(), sys.setdlopenflags(258), sys.getdlopenflags())
