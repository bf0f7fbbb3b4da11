# What is set as `__dict__` stays what it is, also where it is an instance of a dict subclass; attributes live in its table.
# Where all items of a subclass are taken, it says itself what they are.
class Loud(dict):
    def __getitem__(self, key): return 'got ' + key
    def __setitem__(self, key, value): print('set', key)
    def keys(self): return ['k1', 'k2']
    def __iter__(self): return iter(('i1', 'i2'))

class Plain: pass

x = Plain()
x.a = 1
x.__dict__ = d = Loud(b=2)
x.c = 3
print(x.__dict__ is d, vars(x) is d, type(x.__dict__).__name__, dict.items(d))
x.__dict__['e'] = 4
print(x.b, x.c, hasattr(x, 'e'), hasattr(x, 'a'))
del x.c
print(dict.items(d))
for i in range(50):
    x.n = i
print(x.n, dict.get(d, 'n'))

class Self(dict):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.__dict__ = self

s = Self(p=1)
s.q = 2
print(s, s.p, s['q'], s.__dict__ is s)

class Other: pass
x.__class__ = Other
print(type(x).__name__, x.__dict__ is d, x.b)

print({} | Loud(a=1), Loud(a=1) | {'z': 0}, {'z': 0} | Loud(a=1))
made = type('Made', (), Loud(a=1))
print(made.k1, made.k2, hasattr(made, 'a'))
class Text(str): pass
print(type('Named', (), {Text('t'): 1}).t)
