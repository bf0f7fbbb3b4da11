# Operands with special methods that do the unexpected: which error is told, and what is asked first.
def t(f):
    try: print(f())
    except BaseException as e: print(repr(e))
class X(bytes):
    def __iter__(self): return 5
class Y:
    def __iter__(self): return 5
class Z:
    def __iter__(self): raise KeyError(1)
class W:
    def __iter__(self): raise TypeError(1)
class V:
    def __iter__(self): return self
    def __next__(self): raise TypeError(2)
for x in X, Y, Z, W, V:
    for s in ''.join, b''.join, bytearray().join: t(lambda: s(x()))
class J(int):
    def __index__(self): return 7
class B(bytes):
    def __index__(self): return 97
class BB(bytearray):
    def __index__(self): return 300
class BC(bytearray):
    def __index__(self): raise KeyError(3)
for x in (B(b'z'), BB(b'z'), BC(b'z'), 2**70, -1, 1.5):
    for b in b'abc', bytearray(b'abcz'):
        t(lambda: x in b)
        t(lambda: b.find(x)); t(lambda: b.count(x)); t(lambda: b.index(x))
for k in (b'', (), range(3), memoryview(b''), [], 'a', 3, slice(1), {1}, B(), int|str):
    t(lambda: eval('1', {}, k)); t(lambda: exec('1', {}, k)); t(lambda: eval('1', k)); t(lambda: exec('1', k))
    t(lambda: eval(compile('1','','eval'), k))
class P:
    def __getitem__(s, k): return 5
t(lambda: eval('q', {}, P())); t(lambda: eval('q', P()))
t(lambda: eval('1', globals=P()))
for s in "'\\x00'", "'1\\x00'", "'(\\x00'", "'\\x00('", "'_'", "'1_'", "'(1'", "'__('", "'\\x00__('", "'a'", "'1__0'", "'_1j'","'1\\x00_1_'", "'\\x00_'", "'_\\x00'","'__'","'(_'": 
    print(s, end=' '); t(lambda: eval('complex(%s)'%s))
for s in ("' \\ud800'", "'\\t\\ud800'", "'a \\ud800'", "'\\n\\ud800'", "' \\t \\ud800'","'\\f\\ud800'"):
    print(s, end=' '); t(lambda: eval(eval(s))); t(lambda: exec(eval(s)));t(lambda: compile(eval(s),'f','eval'))
x=[0]
t(lambda: x.sort(key=lambda a: x.clear())); t(lambda: x.sort(key=lambda a: x.append(1))); t(lambda: x.sort(key=lambda a: x.extend([]))); t(lambda: x.sort(key=lambda a: x.append(1) or x.clear())); t(lambda: x.sort(key=lambda a: x.__init__())); t(lambda: x.sort(key=lambda a: x.sort())); t(lambda: x.sort(key=lambda a: x.reverse()));t(lambda: x.sort(key=lambda a: x.__imul__(0)));t(lambda: x.sort(key=lambda a: x.__imul__(2)));t(lambda: x.sort(key=lambda a: x.__setitem__(slice(0,0),[])));t(lambda: x.sort(key=lambda a: x.__setitem__(slice(0,0),[1])));t(lambda: x.sort(key=lambda a: x.__delitem__(slice(0,0))));t(lambda: x.sort(key=lambda a: x.copy()));t(lambda: x.sort(key=lambda a: x.insert(0,1) or x.pop()))
def f():
    class X: pass
    t(lambda: complex(X())); t(lambda: complex(X(), 1)); t(lambda: complex(1, X())); t(lambda: __import__("time").sleep(X())); t(lambda: b"a" + X()); t(lambda: B(b"a") + X())
f()
class L(list): pass
x = L([1, 2, 3])
x.extend(x)
x += x
print(len(x))
