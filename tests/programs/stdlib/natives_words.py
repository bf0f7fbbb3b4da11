"""What native functions and classes say of arguments that they can't take: in which words, and which one first."""
import array
import bisect
import bz2
import codecs
import collections
import copy
import csv
import datetime
import decimal
import functools
import hashlib
import inspect
import io
import itertools
import json
import lzma
import marshal
import operator
import os
import pickle
import re
import stat
import symtable
import threading
import time
import types
import typing
import warnings
import weakref
import zlib
import _abc
import _codecs
import _collections
import _contextvars
import _hashlib


class S(set): pass
class FS(frozenset): pass
class D(dict): pass
class DD(collections.deque): pass
class OD(collections.OrderedDict): pass
class Mixin: pass
class Mixed(Mixin, collections.OrderedDict): pass
class Factory(Mixin, collections.defaultdict): pass
class Reader(io.BufferedReader): pass
class Slots: __slots__ = "a",


warnings.simplefilter("ignore")
held = weakref.WeakSet()
match = re.match("(a)(b)?", "ab")
encoder = codecs.getincrementalencoder("shift_jis")
from_bytes = int.__dict__["from_bytes"]
EXPRESSIONS = r"""
collections.OrderedDict.__new__()
collections.OrderedDict.__new__(int)
collections.OrderedDict.__new__(OD, 1, 2)
object.__new__(OD)
OD(a=1), Mixed(a=1), copy.copy(Mixed(b=2)), pickle.loads(pickle.dumps(OD(c=3))), dict.__new__(Mixed)
Factory(list, a=[1]), copy.deepcopy(Factory(list, b=[2])), Factory(list)[1]
collections.defaultdict.__new__(dict), collections.defaultdict.__new__(collections.defaultdict)
collections.defaultdict.__new__(int)
"__new__" in vars(collections.OrderedDict), "__new__" in vars(io.TextIOWrapper), "__class_getitem__" in vars(collections.defaultdict)
collections.defaultdict.__class_getitem__()
collections.OrderedDict().__delitem__([])
io.BufferedReader.__new__()
io.BufferedReader.__new__(int)
io.TextIOWrapper.__new__(1)
Reader(io.BytesIO(b"ab")).read()
io.IncrementalNewlineDecoder.__new__(io.IncrementalNewlineDecoder).decode("a")
io.IncrementalNewlineDecoder.__new__(io.IncrementalNewlineDecoder).newlines
io.IncrementalNewlineDecoder(None, True).decode("a\r\nb")
io.IncrementalNewlineDecoder(None, True).__init__(1)
io.RawIOBase(1)
io.IOBase().seek("a")
io.IOBase().seek(10**20)
io.BufferedIOBase().read("a")
io.TextIOBase().readline(10**20)
io.TextIOBase().write(1)
io.RawIOBase().read(None)
io.RawIOBase().readinto()
io.RawIOBase().write(x=1)
getattr(io.RawIOBase(), "write")(x=1)
io.BytesIO().truncate(10**20)
typing.Generic(1)
match.group(x=1)
getattr(match, "group")(x=1)
collections.deque().__getitem__("a")
collections.deque([1]).__setitem__("a", 1)
collections.deque([1]).__delitem__(1.5)
collections.deque([1]).__getitem__(10**30)
collections.deque([1])["a"]
collections.deque([1])[10**30]
DD([1]).__getitem__(0), DD([1]).__setitem__(0, 2)
_collections._deque_iterator()
_collections._deque_iterator(1)
_collections._deque_iterator(1, 2, 3)
itertools._grouper(1, 2)
S(1, 2)
FS(1, 2)
set(1, 2)
datetime.timezone(1, x=1)
datetime.timezone(datetime.timedelta(0), 1)
datetime.timezone(datetime.timedelta(0), offset=1)
datetime.timezone()
datetime.date.fromisocalendar("a")
datetime.date.fromisocalendar(2024, 1)
datetime.date.fromisocalendar(2024, 1, day=1)
datetime.date.fromisocalendar(2024, 10**20, 1)
datetime.date.fromisocalendar(2024, 1, 1, 1)
datetime.datetime.combine(1)
datetime.datetime.combine(datetime.date(2024, 1, 1), 1)
datetime.datetime.combine(datetime.date(2024, 1, 1), time=datetime.time(1), tzinfo=datetime.timezone.utc)
datetime.datetime.combine(datetime.date(2024, 1, 1), datetime.time(1), x=1)
datetime.date(2024, 1, 1).__format__()
datetime.time(1).isoformat("\0")
weakref.ref(1, x=1)
weakref.ref(S, x=1)
weakref.ref(S)(1)
weakref.ref.__doc__, _contextvars.Context.__doc__, _contextvars.ContextVar.__doc__, _contextvars.Token.__doc__
_contextvars.ContextVar("a", 2)
decimal.localcontext(1, 2)
decimal.localcontext(None, 5).__enter__().prec
decimal.localcontext(1, 2, 3, x=1)
decimal.Context.flags
sorted({"flags", "traps", "prec"} & set(dir(decimal.Context)))
decimal.getcontext().flags is decimal.getcontext().flags
pickle.PickleBuffer()
pickle.PickleBuffer(1)
pickle.PickleBuffer(1, 2)
pickle.PickleBuffer(x=1)
pickle.PickleBuffer(b"a", x=1)
bz2.BZ2Decompressor(1)
bz2.BZ2Compressor(10**20)
lzma.LZMACompressor("a", x=1)
lzma.LZMACompressor(10**20)
lzma.LZMACompressor(2**31)
lzma.LZMACompressor(x=1)
lzma.LZMADecompressor().decompress("a", "b")
lzma._decode_filter_properties("a", "b")
lzma._decode_filter_properties(-1, "b")
zlib._ZlibDecompressor(1, 2)
zlib._ZlibDecompressor(10**20)
zlib.compressobj(10**20)
threading.Lock(1)
threading.Lock(x=1)
threading.Lock().acquire(1, "a")
threading.Lock().acquire(True, 1e30)
threading.RLock()._acquire_restore(1)
threading.RLock()._acquire_restore((1,))
json.decoder.scanstring()
json.decoder.scanstring("a", 1, 2, 3)
json.encoder.c_make_encoder(1, 2, 3, 4, 5, 6, 7, 8, 9)
codecs.strict_errors()
codecs.strict_errors(1, 2)
codecs.ignore_errors.__module__, codecs.lookup_error("strict").__self__, codecs.ignore_errors
codecs.decode(None, None)
codecs.encode(None, None)
_codecs.escape_decode(b"a", "nope")
_codecs.escape_decode(rb"\x", "nope")
_codecs.escape_decode(rb"\x", "\0")
_codecs._unregister_error("\0")
encoder().encode(1), encoder(errors="ignore").encode(b"ab")
encoder(1)
encoder("\0")
encoder().__init__(1, x=2)
operator._compare_digest(b"a", "a")
operator._compare_digest(1, "a")
type(functools.Placeholder)(1)
array._array_reconstructor(1, 2, 3, 4)
array._array_reconstructor(array.array, "i", 10**20, b"")
csv.unregister_dialect([])
csv.unregister_dialect("nope")
csv.writer("a", "b")
stat.S_ISDIR(-1)
stat.S_IFMT(10**20)
stat.filemode(2**40)
_abc._abc_init(1)
_hashlib.hmac_new(1)
_hashlib.hmac_new(b"k")
_hashlib.new("nope", "b")
_hashlib.new("\0")
symtable.symtable("a", 1, None)
symtable.symtable("a", "f", None)
bisect.bisect(D(x=1), 1)
bisect.bisect({"x": 1}, 1)
from_bytes.__get__(1, 2)
from_bytes.__get__(None, str)
from_bytes()
from_bytes(1)
from_bytes(str)
from_bytes(int, b"a"), from_bytes.__get__(1)(b"b")
typing.TypeVar("T").evaluate_default(1), typing.TypeVar("T").has_default(), typing.TypeVar("T", default=int).has_default()
bytearray(b"a").__release_buffer__()
getattr(memoryview(b"a"), "__release_buffer__")(x=1)
bytearray(b"a").__release_buffer__(1), type(bytearray.__release_buffer__), type(memoryview(b"a").__release_buffer__)
int.__type_params__, types.FunctionType.__type_params__
inspect.signature(lzma.LZMADecompressor), inspect.signature(hashlib.blake2s), inspect.signature(codecs.strict_errors)
type(types.MethodWrapperType.__objclass__), type(bz2.BZ2Decompressor.eof), type(lzma.LZMADecompressor.check)
pickle.PicklingError.__weakref__
hasattr(weakref.CallableProxyType, "__bytes__"), "__hash__" in vars(_contextvars.ContextVar), types.CapsuleType.__repr__
repr(weakref.ref(held)).split()[4], type(weakref.proxy(held)).__repr__(weakref.proxy(held)).split()[4]
time.asctime(1, 2)
time.gmtime(x=1)
marshal.loads(b"f\x03abc")
marshal.loads(b"f\x04 1.5")
marshal.loads(b"f\x041.\x005"), marshal.loads(b"f\x03inf")
format(decimal.Decimal("-1.5"), "z.1N")
format(decimal.Decimal("-1.5"), ".,N")
functools.cmp_to_key(len)(1, 2)
os.fspath(decimal.Decimal(1))
weakref.CallableProxyType.__annotations__
(int | str).__module__, "__module__" in dir(int | str), "__module__" in vars(types.UnionType)
typing.TypeVar("T").__default__, typing.ParamSpec("P").evaluate_default(1)
"""
for expression in EXPRESSIONS.strip().split("\n"):
    try:
        result = eval(expression)
    except Exception as e:
        result = f"{type(e).__name__}: {e}"
    print(expression, "->", result)

try:
    Slots().a
except AttributeError as e:
    print(e, e.name, type(e.obj))
try:
    Slots.a.__get__(Slots())
except AttributeError as e:
    print(e, e.name, e.obj)
