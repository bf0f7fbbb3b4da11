# What operations make of special methods that are None, lie or answer with odd values.
def show(f, *args):
    try:
        print(f(*args))
    except BaseException as e:
        print(type(e).__name__, e)

class NoTruth:
    __bool__ = None
    def __len__(self): return 1
show(bool, NoTruth())
show(lambda x: not x, NoTruth())
show(lambda x: [1 for _ in 'a' if x], NoTruth())

class Int(int): pass
class Long:
    def __len__(self): return Int(2 ** 70)
show(len, Long())
show(bool, Long())

class NoClass:
    @property
    def __class__(self): raise ValueError('no class')
def kind(x):
    match x:
        case int(): return 'int'
        case NoClass(): return 'itself'
        case _: return 'other'
show(kind, NoClass())
show(isinstance, NoClass(), int)
show(isinstance, NoClass(), NoClass)

class Rest(dict):
    def get(self, key, default=None): return 'found'
def rest(x):
    match x:
        case {'k': v, **others}: return v, others
show(rest, Rest(a=1))
show(rest, Rest(a=1, k=2))

class Other(Exception):
    def __new__(cls, *args):
        return ValueError('other') if not args else super().__new__(cls)
    def __init__(self, *args): print('init', args)
def throw(x): raise x
show(throw, Other)
class Wrong(Exception):
    def __new__(cls, *args): return ValueError('other') if not args else 5
show(throw, Wrong)
class Narrow(Exception):
    def __new__(cls): return ValueError('other')
show(throw, Narrow)
class Wide(Exception):
    def __new__(cls): return Wider()
class Wider(Wide):
    def __new__(cls): return Exception.__new__(cls)
show(throw, Wide)

class Empty(type):
    def mro(cls): return []
show(Empty, 'E', (), {})

class Text(str): pass
class Bytes(bytes): pass
sep, data = Text('b'), Bytes(b'abc')
print('abc'.partition(sep)[1] is sep, 'abc'.rpartition(sep)[1] is sep)
print(data.partition(b'q')[0] is data, data.rpartition(b'q')[2] is data, type(data.partition(b'b')[0]).__name__)

import types
show(types.FunctionType, (lambda: sep).__code__, 3, 4)
def few(a): pass
few.__defaults__ = (1, 2, 3)
show(few, 1, 2)

class Names:
    def __getitem__(self, name): raise KeyError(name)
    def __setitem__(self, name, value): pass
    def __delitem__(self, name): raise ValueError('never ' + name)
show(lambda: exec('del a', {}, Names()))

class Meta(type):
    def __new__(meta, name, bases, namespace):
        print(name, [key for key in namespace if 'cell' in key])
        return super().__new__(meta, name, bases, namespace)
class A(metaclass=Meta):
    def f(self): pass
class B(metaclass=Meta):
    f = lambda self: None
class C(metaclass=Meta):
    if A:
        async def f(self): return __class__
class D(metaclass=Meta):
    class E:
        def f(self): pass
    f = [None for _ in 'a']
exec('''from __future__ import annotations
class F(metaclass=Meta):
    def f(self): pass
class G(metaclass=Meta):
    def f(self, x: int): return __class__
''')
