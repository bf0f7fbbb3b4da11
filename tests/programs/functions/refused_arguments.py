# What native functions call themselves when they refuse arguments, and which argument they look at first.
import _json, _struct, _thread, io, itertools, re, struct, types, typing, zlib
import collections


def t(text):
    try:
        print(text, "->", eval(text))
    except BaseException as e:
        print(text, "->", type(e).__name__, e)


closed = io.BytesIO()
closed.close()
released = memoryview(b"ab")
released.release()
for text in (
    "_struct.pack(zz=2)", "_struct.pack_into(zz=2)", "struct.Struct('i').pack(x=1)", "struct.Struct('i').pack_into(x=1)", "struct.pack([])", "struct.calcsize({})", "struct.unpack_from([], 2)",
    "_thread.start_new_thread(zz=2)", "_thread.start_new_thread(len)", "_json.scanstring(zz=2)", "types.SimpleNamespace.__eq__()", "types.SimpleNamespace.__eq__(0)",
    "types.SimpleNamespace.__replace__()", "types.GenericAlias.__repr__(0)", "types.GenericAlias.__mro_entries__()", "typing.Union.__or__()", "typing.Union.__mro_entries__()",
    "collections.deque.__len__(0)", "collections.deque.append()", "collections.deque.append(0)", "re.Pattern.match()", "list.__len__()", "list.append()", "int.__add__('a')",
    "re.match('a', 'a')[[]]", "re.match('a', 'a').span({})", "re.match('a', 'a').group(1.5)", "closed.write(1)", "closed.write(b'')", "closed.readlines('a')", "closed.truncate('a')", "closed.readinto(b'')",
    "released.tobytes(1)", "released.tobytes()", "released.index(1, None)", "zlib.crc32(0, 'a')", "zlib.adler32(b'', 'a')", "zlib.compress(1, 'a')", "zlib.compress(b'', 2**70)", "zlib.decompress(1, 'a')",
    "zlib.decompress(b'', 2**70)", "zlib.decompressobj(2**70)",
):
    t(text)


class Half:
    def __setitem__(self, key, value): pass


class Other:
    def __delitem__(self, key): pass


class Index:
    def __index__(self): return "a"


class Own(list):
    def __iter__(self): return 5
    def __len__(self): print("asked"); return 3
    def __repr__(self): print("shown"); return "own"


class Plain(list):
    def __len__(self): print("asked"); return 3


class Bytes(bytearray):
    def __bytes__(self): return 5


class Number(int):
    def __getitem__(self, i): return i


def delete(x): del x[0]
def store(x): x[0] = 1


for text in (
    "delete(Half())", "store(Half())", "delete(Other())", "store(Other())", "itertools.islice([], Index())", "itertools.islice([], Index(), None)", "dict([Own()])", "dict([1])", "bytearray().extend(Own())",
    "bytes(Plain([1]))", "bytearray(Plain([1]))", "ExceptionGroup('g', Own([1]))", "ExceptionGroup('g', Own())", "b'%b' % Bytes(b'a')", "b'%s' % Bytes(b'a')", "reversed(Number())", "reversed(1)", "reversed({1})",
):
    t(text)
for change in ("x.append(1)", "x.rotate(1)", "x.clear()", "x.__init__([6])", "x.extend([1])"):
    for walk in ("reversed(x)", "iter(x)"):
        for at in 0, 2:
            x, seen = collections.deque([1, 2, 3]), []
            try:
                for i, k in enumerate(eval(walk)):
                    seen.append(k)
                    if i == at: exec(change)
            except RuntimeError as e:
                seen.append(str(e))
            print(change, walk, at, seen)
import decimal
for spec in ("1\0", "*<9\0x", "\0<5", "}<5\0"):
    print(format(decimal.Decimal("-1.5"), spec))


class Five(list):
    def __iter__(self): return 5


class Twice(list):
    def __iter__(self): return iter([1, 0])
    def __len__(self): print("asked"); return 3


class TwiceFrozen(frozenset):
    def __iter__(self): return iter([1, 0])


class TwiceTuple(tuple):
    def __iter__(self): return iter([1, 0, 0])
    def __index__(self): return 1


class Keys:
    def __getattr__(self, name): print(name); raise AttributeError(name)


class NoKeys:
    def keys(self): return 5


class Real:
    def __float__(self): print("float"); return 1.5


class Indexed(bytearray):
    def __index__(self): return 2


class Floating(bytes):
    def __float__(self): return 1.5


import array, unicodedata
for text in (
    "bytes(Five())", "bytearray(Five())", "int.from_bytes(Five())", "{1}.isdisjoint(TwiceFrozen())", "{1}.isdisjoint({2})", "list(reversed(Twice([7])))", "array.array('d', Twice([2]))", "array.array('d', TwiceTuple([2]))",
    "array.array('d', TwiceFrozen())", "decimal.Decimal(TwiceTuple())", "decimal.Decimal(Twice())", "dict(Keys())", "dict(NoKeys())", "complex(Real(), [])", "complex(Real(), 'a')", "complex('a', [])",
    "complex([], 'a')", "complex(Real(), Real())", "memoryview(b'abc')[TwiceTuple()]", "bytearray(Indexed())", "bytes(Indexed())", "'%d' % Floating()", "'%d' % Floating(b'7')", "'%i' % 'a'", "'%d' % Real()",
    "'%x' % Real()", "re.match('(a)', 'a')[[]]", "re.match('(?P<n>a)', 'a')[[]]", "re.match('(?P<n>a)', 'a')['m']", "unicodedata.lookup(bytearray(b'a'))", "unicodedata.lookup(1)", "unicodedata.lookup(b'SPACE')",
):
    t(text)
