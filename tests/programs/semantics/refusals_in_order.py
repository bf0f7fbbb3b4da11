"""What the differential fuzzer found: refusals that come in CPython's order and words, and leave things as they were."""
import collections, collections.abc
import pickle

print(pickle.dumps([iter, zip, len, int]))


class S(collections.abc.Sequence):
    def __len__(s): return 0
    def __getitem__(s, i): raise IndexError
    def __repr__(s): print("repr"); return "S"
class S1(S):
    def __getitem__(s, i):
        if i: raise IndexError
        return 5
for c in S, S1:
    try: ExceptionGroup('g', c())
    except Exception as e: print(repr(e))
class A(int):
    def __init_subclass__(c, q=0): super().__init_subclass__()
class B:
    def __init__(s, *a): super().__init__(*a)
class C(A, B): pass
class D(A): pass
for X,Y in ((C,A),(D,A),(A,C)):
    try: x = X(); x.__class__ = Y; print(type(x))
    except Exception as e: print(repr(e))
class E:
    __module__ = 'builtins'
class F:
    class G: __module__ = 5
    class H: __module__ = 'builtins'
print([repr(c()).split(' at ')[0] for c in (E, F.G, F.H)], E, F.G, F.H)
it = type(iter(collections.deque()))
for a, k in (((), {}), ((1,), {}), ((collections.deque([1,2,3]), 1), {'x': 1}), ((1,2,3), {}), ((collections.deque(), 'a'), {}), ((collections.deque(), 2**70), {}), ((), {'iterable': 1})):
    try: print(list(it(*a, **k)))
    except Exception as e: print(repr(e))
    try: print(list(type(reversed(collections.deque()))(*a, **k)))
    except Exception as e: print(repr(e))
for o, k in (('abc', 10**20), ((1,), 10**20), (b'a', 10**20), ([1], 10**20), (range(3), 10**20), ('a', 1.5)):
    try: o[k] = 1
    except Exception as e: print(repr(e))
    try: del o[k]
    except Exception as e: print(repr(e))
import functools
w = functools._lru_cache_wrapper
for a in ((), (len,), (len, 2), (len, 2, NotImplemented), (len, 2, True), (len, 2, True, 1, 2), (5, 2, True, 1), (len, 'a', True, 1), (len, -1, NotImplemented, 1)):
    try: w(*a); print('ok')
    except Exception as e: print(repr(e))
for a in (dict(user_function=len), dict(user_function=len, maxsize=1, typed=NotImplemented), dict(maxsize=3), dict(user_function=len, maxsize=1, typed=1, cache_info_type=1, x=2)):
    try: w(**a); print('ok')
    except Exception as e: print(repr(e))
import types
class N(types.ModuleType):
    __slots__ = 'a'
    @property
    def p(s): raise AttributeError('own')
x = N.__new__(N)
for n in 'apz':
    try: getattr(x, n)
    except AttributeError as e: print(repr(e), e.name)
x = N('nn')
for n in 'apz':
    try: getattr(x, n)
    except AttributeError as e: print(repr(e), e.name)
x.__dict__['__getattr__'] = lambda n: ('got', n)
print([getattr(x, n) for n in 'apz'])
s = {1, 2}
for o in (([1], len), ([5], [1, 2]), (len,)):
    try: s.intersection_update(*o)
    except TypeError as e: print(e)
    print(s)
s = {1, 2}; s.intersection_update(); print(s)
print(b'abc'.partition(bytearray(b'b')), bytearray(b'abc').partition(b'b'), b'abc'.partition(bytearray(b'x')))
class BB(bytes): pass
r = b'abc'.partition(BB(b'b')); print(type(r[1]))
for m in 'rjust', 'ljust', 'center':
    for f in (None, 1, 'a', b'ab', [1]):
        for o in (b'a', bytearray(b'a')):
            try: getattr(o, m)(5, f)
            except TypeError as e: print(e)
for enc in ('iso8859-15', 'cp1252', 'ascii', 'latin-1', 'utf-8', 'koi8-r', 'shift_jis', 'euc_kr', 'hz', 'big5'):
    try: '\\\udc80\ufeff\U0001f600+'.encode(enc, 'surrogateescape')
    except UnicodeError as e: print(enc, e)
class It:
    n = 0
    def __iter__(s): return s
    def __next__(s): s.n += 1; return s.n
    def throw(s, *a): print('throw', a); return 7
import warnings; warnings.simplefilter('ignore')
def gen():
    try: yield from It()
    except GeneratorExit: pass
    except BaseException as e: print(repr(e))
for a in ((ValueError,), (ValueError(1),), (ValueError, 2), (ValueError, ValueError(4), None), (ValueError, None, None), (ValueError, (1, 2)), (KeyError('k'), None)):
    g = gen(); next(g)
    print(g.throw(*a))
    def outer(): yield from gen()
    g = outer(); next(g)
    print(g.throw(*a))
async def co(): await Aw()
class Aw:
    def __await__(s): return It()
for a in ((ValueError,), (ValueError, ValueError(4), None)):
    c = co(); c.send(None); print(c.throw(*a))
import weakref
class A(int): pass
class B: pass
class C(A, B): pass
class D(int, B): pass
class E(tuple, B): pass
class F(str, B): pass
for c in A, C, D, E, F:
    try: weakref.ref(c()); print('ok', c.__weakrefoffset__ != 0, '__weakref__' in c.__dict__, c.__base__)
    except TypeError as e: print(e, c.__weakrefoffset__)
class S(collections.abc.Sequence):
    def __init__(s, l): s.l = l
    def __len__(s): print('len'); return len(s.l)
    def __getitem__(s, i): return s.l[i]
    def __repr__(s): print("repr"); return "S"
class L(list):
    def __repr__(s): print("reprL"); return "S"
for l in ([], [5], [ValueError(1)], [KeyboardInterrupt()]):
    for c in S, L:
        try: print(repr(ExceptionGroup('g', c(l))))
        except Exception as e: print(repr(e))
