r"""Times the built-in operations, one by one: what a call of each costs, and what it costs an item.

    python builtin_cases.py                            times this interpreter
    python builtin_cases.py NEW OLD [ROUNDS [FILTER]]  compares two: they take turns at all cases, the best round counts

Times are processor time of the process for one evaluation; a ratio below 1 says that NEW is faster. FILTER is a regular
expression that is looked for in the line of a case, `GROUP CASE`.
"""

import re
import time

import turns

# What the cases of all groups speak of: small values, whose cases show what a call costs, and big ones with 1,000 items.
NAMES = r"""
i, j, w, n, x, y, z = 1234, 7, 12345678901234567890123, -5, 3.25, -0.5, 1 + 2j
s, t, u, e, nl = "hello world", "fox", "größe жизнь", "", "a,b,c\nd,e,f\n"
b, ba, mv, uni = b"hello world", bytearray(b"hello world"), memoryview(b"hello world"), "größe жизнь".encode()
l, tu, d, st, fs, r = [3, 1, 2], (3, 1, 2), dict(a=1, b=2, c=3), {1, 2, 3}, frozenset({2, 3, 4}), range(10)
L, T, D, ST, R = list(range(1_000)), tuple(range(1_000)), dict.fromkeys(range(1_000), 1), set(range(1_000)), range(1_000)
M, X, P = [k * 7919 % 1_000 for k in range(1_000)], [k / 7 for k in range(1_000)], [(k, str(k)) for k in range(1_000)]
W, DS, FS = [f"w{k * 7919 % 1_000}" for k in range(1_000)], {f"w{k}": k for k in range(1_000)}, set(range(500, 1_500))
S, U, B = "the quick brown fox " * 50, "größe жизнь 日本 " * 70, b"the quick brown fox " * 50
BA, MV, LN = bytearray(B), memoryview(B), "some words of a line\n" * 50
sl, none, key, ident = slice(1, 5), None, "b", lambda k: k
"""

# Blocks of `GROUP: statements that make further names`, and its cases, two spaces or the end of a line between them. In
# statements and cases `\n` stands for the end of a line.
CASES = r"""
constructors: class C: pass\no = C()
int()  int(i)  int(w)  int(x)  int('1234')  int('1010', 2)  int(b'12')  bool()  bool(i)  bool(l)  float()  float(i)  float(x)  float('3.25')
complex()  complex(1, 2)  complex(x)  complex('1+2j')  str()  str(i)  str(x)  str(s)  str(b, 'utf8')  str(none)  str(l)  str(d)
bytes()  bytes(3)  bytes(l)  bytes(b)  bytes(s, 'utf8')  bytes(ba)  bytes(mv)  bytes(r)  bytearray()  bytearray(3)  bytearray(b)  bytearray(l)
bytearray(s, 'utf8')  memoryview(b)  memoryview(ba)  list()  list(tu)  list(l)  list(r)  list(s)  list(d)  list(st)  tuple()  tuple(l)  tuple(r)  tuple(s)
dict()  dict(d)  dict(l=1)  dict(a=1, b=2, c=3)  dict([('a', 1)])  dict(zip(tu, l))  dict(d, e=5)  set()  set(l)  set(s)  frozenset()  frozenset(l)
range(10)  range(1, 10)  range(1, 10, 2)  slice(3)  slice(1, 3)  object()  type(i)  enumerate(l)  zip(l, l)  map(ident, l)  filter(none, l)  reversed(l)
iter(l)  iter(d)  iter(s)  property(ident)  staticmethod(ident)  classmethod(ident)  super(C, o)  list(L)  list(T)  list(R)  list(D)  list(ST)  list(S)  tuple(L)  tuple(R)
set(L)  set(W)  frozenset(T)  dict(D)  dict(P)  dict(DS)  dict(zip(L, M))  bytes(B)  bytearray(B)  bytes([1] * 1000)  bytearray(1000)  list(B)  bytes(L[:256])

exceptions: class E(Exception): pass\nv, ke = ValueError('no'), KeyError
ValueError()  ValueError('a')  KeyError(1)  OSError(2, 'no')  OSError(2, 'no', 'f')  StopIteration(1)  Exception(1, 2)  E('a')  SystemExit(1)
UnicodeDecodeError('u', b, 1, 2, 'no')  ExceptionGroup('g', [v])  ImportError('a', name='b')  AttributeError('a', name='b', obj=1)  str(v)  repr(v)  v.args
try: raise v\nexcept ValueError: pass
try: raise ValueError('a')\nexcept ValueError: pass
try: raise E('a')\nexcept E as exc: pass
try: raise E\nexcept (KeyError, E): pass
try: d['zz']\nexcept KeyError: pass
try: l[9]\nexcept IndexError: pass
try: i.nothing\nexcept AttributeError: pass
try: int('x')\nexcept ValueError: pass
try: 1 // 0\nexcept ZeroDivisionError: pass
try: next(iter(()))\nexcept StopIteration: pass
try: i + s\nexcept TypeError: pass
try: raise E from v\nexcept E: pass
try: i\nfinally: j
try: b.decode('ascii'); uni.decode('ascii')\nexcept UnicodeDecodeError: pass
v.with_traceback(None)  isinstance(v, Exception)  isinstance(v, (KeyError, ValueError))

int: pass
i + j  i - j  i * j  i // j  i % j  i / j  i ** 2  i << 3  i >> 3  i & j  i | j  i ^ j  -i  ~i  abs(n)  i < j  i == j  divmod(i, j)  pow(i, j)  pow(i, j, 11)
w + i  w - w  w * j  w // j  w % j  w == w  w < i  w >> 8  w & i  hash(w)  id(w)  hash(i)  id(i)  round(i)  round(i, -1)  i.bit_length()  i.bit_count()
i.to_bytes(4)  i.to_bytes(4, 'little')  int.from_bytes(b)  int.from_bytes(b, 'big')  i.conjugate()  i.is_integer()  i.as_integer_ratio()  i.real  i.numerator
hex(i)  oct(i)  bin(i)  chr(i)  ord('a')  str(w)  repr(i)  i.__add__(j)  int.__add__(i, j)  min(i, j)  max(i, j)  min(i, j, n)  i in tu  isinstance(i, int)

float: pass
x + y  x * y  x / y  x // y  x % y  x ** 2  x ** y if x < 0 else y  -x  abs(y)  x < y  x == i  divmod(x, y)  round(x)  round(1.5)  round(x, 1)  int(y)  hash(x)
x.is_integer()  x.as_integer_ratio()  x.hex()  float.fromhex('0x1.8p+1')  repr(x)  str(y)  x + i  i * x  pow(x, 2)  float('nan')  float(' 1e5 ')  x.conjugate()  x.real
sum(X)  min(X)  max(X)  sorted(X)  [k * 2.0 for k in X]  [str(k) for k in X]  [round(k, 2) for k in X]  list(map(int, X))

complex: zz = 2 - 1j
z + zz  z - zz  z * zz  z / zz  z ** 2  -z  abs(z)  z == zz  z + 1  z * x  z.real  z.imag  z.conjugate()  repr(z)  str(z)  hash(z)  complex(i, j)  f'{z}'

str: fmt, tu_s, table = '{} {}', ('a', 'b', 'c'), str.maketrans('abc', 'xyz')
s + t  s * 3  s == t  s < t  s[0]  s[-1]  s[1:5]  s[::-1]  s[sl]  len(s)  t in s  'wor' in s  hash(s)  s.upper()  s.lower()  s.title()  s.capitalize()  s.swapcase()  s.casefold()
s.find('w')  s.find('wor', 2)  s.index('w')  s.rfind('o')  s.rindex('o')  s.count('o')  s.replace('o', '0')  s.replace('zz', '0')  s.split()  s.split('o')  s.split(' ', 1)  s.rsplit(None, 1)  s.partition(' ')  s.rpartition(' ')
s.startswith('he')  s.startswith(('a', 'he'))  s.endswith('ld')  s.strip()  s.strip('hd')  s.lstrip()  s.rstrip()  ' a '.strip()  s.ljust(20)  s.rjust(20)  s.center(20)  s.zfill(20)  s.expandtabs()  s.splitlines()
s.isalpha()  s.isdigit()  s.isspace()  s.isalnum()  s.isidentifier()  s.isupper()  s.islower()  s.istitle()  s.isascii()  s.isprintable()  s.isdecimal()  s.isnumeric()  s.encode()  s.encode('latin-1')  s.encode('utf-16')  s.encode('ascii')
s.removeprefix('he')  s.removesuffix('ld')  s.translate({104: 'H'})  str.maketrans('ab', 'cd')  ','.join(['a', 'b'])  ','.join(tu_s)  s.format()  fmt.format(i, s)  '{a}'.format(a=i)  '%s %d' % (s, i)  '%s' % s  '%(a)s' % d  '%5.2f' % x  '%x' % i  '%r' % s  repr(s)  ascii(u)  nl.splitlines()
e.join(W)  ','.join(W)  S.upper()  S.lower()  S.title()  S.split()  S.split(' ')  S.rsplit()  S.replace('fox', 'cat')  S.replace(' ', '')  S.find('zz')  S.count('fox')  S.count('o')  S[::-1]  S[::2]  S.splitlines()  LN.splitlines()  LN.splitlines(True)  S.encode()  S == S[:-1] + 'x'  S.translate(table)  S.isalpha()  S.swapcase()  S.casefold()  S.strip()  S.expandtabs()  S.partition('zz')  'zz' in S  S.encode('utf-16')  S.encode('utf-32')  S.encode('latin-1')  list(S)  set(S)  repr(S)  ascii(S)  [c for c in S]
for c in S: pass

beyond ASCII: pass
u + u  u * 3  u[3]  u[-1]  u[1:5]  u[::-1]  len(u)  'ж' in u  u.upper()  u.lower()  u.title()  u.casefold()  u.swapcase()  u.find('ж')  u.rfind('ж')  u.count('ж')  u.index('ж')  u.replace('ж', 'z')  u.split()  u.split('ж')  u.partition(' ')  u.startswith('gr')  u.strip()  u.ljust(20)  u.center(20, 'ж')  u.isalpha()  u.isupper()  u.isidentifier()  u.isprintable()  u.encode()  u.encode('utf-16')  u.encode('utf-32-le')  u.encode('ascii', 'replace')  u.encode('ascii', 'xmlcharrefreplace')  uni.decode()  repr(u)  u.join(W[:3])  u.translate({1078: 'z'})  u == u[:-1]  f'{u}{u}'  ord('ж')  chr(1078)  hash(u)
U.upper()  U.lower()  U.title()  U.casefold()  U.find('zz')  U.find('本')  U.rfind('größe')  U.count('жизнь')  U.replace('жизнь', 'life')  U.split()  U.split('ж')  U.splitlines()  U[500]  U[100:800]  U[::-1]  U[::2]  U.encode()  U.encode('utf-16')  U.encode('utf-32')  U.encode('cp1251', 'ignore')  U.isprintable()  U.strip()  U.translate({1078: 'z'})  list(U)  set(U)  repr(U)  ascii(U)  U.encode().decode()  U.encode('utf-16').decode('utf-16')  U == U[:-1] + 'x'
for c in U: pass

bytes: table = bytes.maketrans(b'abc', b'xyz')\nh = b.hex()
b + b  b * 3  b == b  b < b  b[0]  b[1:5]  b[::-1]  len(b)  b'wor' in b  104 in b  hash(b)  b.upper()  b.lower()  b.title()  b.find(b'w')  b.rfind(b'o')  b.index(b'w')  b.count(b'o')  b.replace(b'o', b'0')  b.split()  b.split(b'o')  b.partition(b' ')  b.startswith(b'he')  b.endswith(b'ld')  b.strip()  b.strip(b'hd')  b.ljust(20)  b.center(20)  b.zfill(20)  b.splitlines()  b.isalpha()  b.isdigit()  b.islower()  b.isascii()  b.decode()  b.decode('ascii')  b.decode('latin-1')  b.hex()  b.hex(':')  bytes.fromhex(h)  b.join([b, b])  b.translate(table)  b.translate(None, b'o')  b.removeprefix(b'he')  b'%s %d' % (b, i)  repr(b)  b.expandtabs()
B.upper()  B.find(b'zz')  B.count(b'fox')  B.count(b'o')  B.replace(b'fox', b'cat')  B.split()  B.split(b' ')  B.splitlines()  B.translate(table)  B.hex()  bytes.fromhex(B.hex())  B.decode()  B.decode('latin-1')  B.decode('ascii')  B[::-1]  B[::2]  sum(B)  max(B)  b','.join([b] * 100)  B == B[:-1] + b'x'  B.title()  B.isalpha()  b'zz' in B  bytes(k & 127 for k in B)  repr(B)  B.strip()
for k in B: pass

bytearray: q = bytearray(b'hello world')
ba + b  ba * 3  ba == b  ba[0]  ba[1:5]  ba[0] = 65  ba[1:3] = b'xy'  ba[::-1]  len(ba)  b'wor' in ba  ba.find(b'w')  ba.upper()  ba.split()  ba.replace(b'o', b'0')  ba.decode()  ba.hex()  ba.copy()  ba.startswith(b'he')  ba.strip()  ba.partition(b' ')  repr(ba)  ba.join([b, b])
q.append(1); q.pop()  q.extend(b); del q[-11:]  q += b; del q[-11:]  q.insert(0, 1); del q[0]  q.reverse()  q.clear(); q.extend(b)  BA.find(b'zz')  BA.upper()  BA.split()  BA.count(b'o')  BA[::2]  BA.decode()  sum(BA)  bytes(BA)  BA[10:500]
for k in BA: pass

memoryview: m16 = memoryview(bytes(2000)).cast('H')\nmba = memoryview(bytearray(1000))
mv[0]  mv[1:5]  mv[::2]  len(mv)  mv == b  mv.tobytes()  mv.tolist()  mv.hex()  mv.nbytes  mv.format  mv.itemsize  mv.shape  mv.readonly  mv.obj  mv.cast('B')  bytes(mv[2:4])  hash(mv)  m16[3]  m16[3:9]  mba[5] = 1  mba[1:5] = b'abcd'  mv.release  mv.toreadonly()  MV.tolist()  m16.tolist()  MV[::2].tobytes()  MV == B  sum(MV)  bytes(MV)  list(MV)  m16.cast('B')
with memoryview(b) as m: pass
for k in MV: pass

list: q = [1, 2, 3]\nQ = list(range(1000))
l[0]  l[-1]  q[0] = 1  l[1:3]  l[:]  l[::-1]  l + l  l * 3  l == l  l < [3, 1, 4]  len(l)  1 in l  9 in l  l.copy()  l.index(2)  l.count(2)  [*l]  [*l, 4]  [1, 2, 3]  [i, j, n]  sorted(l)  q.sort()  q.reverse()  repr(l)  min(l)  max(l)  sum(l)  any(l)  all(l)  bool(l)  a, c, g = l  a, *g = l  hash(tu)  reversed(l)
q.append(1); q.pop()  q.insert(0, 1); q.pop(0)  q.extend(l); del q[-3:]  q += l; del q[-3:]  q[1:2] = [5]  q.append(9); q.remove(9)  q.append(9); del q[-1]  q.clear(); q.extend(l)
L[100:900]  L[::2]  L[::-1]  L + L  L * 2  L == T  L == L[:]  999 in L  -1 in L  L.index(999)  L.count(5)  L.copy()  sorted(L)  sorted(M)  sorted(M, reverse=True)  sorted(W)  sorted(M, key=ident)  sorted(P)  sorted(W, key=len)  sorted(W, key=str.lower)  Q.reverse()  sum(L)  min(M)  max(M)  min(M, key=ident)  any(L[:1])  all(L)  repr(L)  str(W)  [*L]  [*L, *M]  Q[10:20] = l; del Q[13:]; Q.extend(L)  list(reversed(L))  list(enumerate(L))  list(zip(L, M))  list(map(str, L))  list(map(ident, L))  list(filter(None, L))  list(filter(ident, L))  L < M  [0] * 1000  L.sort()  del Q[::2]; Q.extend(L[::2])
for k in L: pass
for k, v in P: pass
for k, v in enumerate(L): pass
for k, v in zip(L, M): pass
for k in reversed(L): pass
for k in R: pass
for k in map(abs, L): pass

tuple: pass
tu[0]  tu[-1]  tu[1:]  tu + tu  tu * 3  tu == tu  tu < (3, 1, 4)  len(tu)  1 in tu  tu.index(2)  tu.count(2)  (i, j)  (i, j, n)  ()  (*l, i)  hash(tu)  a, c, g = tu  i, j = j, i  repr(tu)  sorted(tu)  min(tu)  sum(tu)  T[100:900]  T + T  999 in T  hash(T)  T == tuple(L)  tuple(k for k in L)  tuple([k for k in L])  sum(T)  T[::-1]  repr(T)

dict: q = dict(a=1, b=2)\nQ = dict.fromkeys(range(1000))
d['a']  d[key]  d['a'] = 1  'a' in d  'z' in d  len(d)  d.get('a')  d.get('z')  d.get('z', 1)  d.keys()  d.values()  d.items()  list(d)  list(d.items())  list(d.values())  d.copy()  d == d  d | d  {**d}  {**d, 'z': 1}  {'a': 1, 'b': 2}  {}  dict.fromkeys('abc')  d.setdefault('a', 1)  d.update(a=1)  d.update(d)  repr(d)  bool(d)  'a' in d.keys()  d.keys() & {'a'}  d.keys() - {'a'}  d.keys() == d.keys()  ('a', 1) in d.items()  reversed(d)  next(iter(d))  sorted(d)  max(d)  d.keys() | st  1 in d.values()  min(d, key=d.get)
q['z'] = 1; del q['z']  q['z'] = 1; q.pop('z')  q['z'] = 1; q.popitem()  q.pop('zz', none)  q.clear(); q.update(d)  q |= d
D.copy()  D == Q  dict(D)  list(D)  list(D.items())  list(D.values())  D | D  {**D}  D.keys() & ST  D.keys() - ST  D.keys() | FS  D.items() == D.items()  dict.fromkeys(L)  dict.fromkeys(L, 0)  dict.fromkeys(W)  repr(D)  repr(DS)  sum(D.values())  max(D)  max(DS, key=DS.get)  sorted(DS)  sorted(DS.items())  Q.update(D)  Q.clear(); Q.update(D)  {k: v for k, v in D.items()}  {v: k for k, v in DS.items()}  {k: 1 for k in W}  [DS[k] for k in W]  [k in DS for k in W]  [DS.get(k) for k in W]  [D[k] for k in M]
for k in D: pass
for k, v in D.items(): pass
for k in D.values(): pass
g = {}\nfor k in W: g[k] = g.get(k, 0) + 1
g = {}\nfor k in W: g.setdefault(k[:2], []).append(k)
g = dict(D)\nwhile g: g.popitem()

set: q = {1, 2, 3}
1 in st  9 in st  len(st)  st | fs  st & fs  st - fs  st ^ fs  st == fs  st <= fs  st < fs  st.union(l)  st.intersection(l)  st.difference(l)  st.symmetric_difference(l)  st.issubset(l)  st.issuperset(l)  st.isdisjoint(fs)  st.copy()  {1, 2, 3}  {*l}  hash(fs)  repr(st)  fs | st  fs.copy()  sorted(st)  min(st)  sum(st)  bool(st)  next(iter(st))
q.add(9); q.remove(9)  q.add(9); q.discard(9)  q.discard(9)  q.update(l)  q |= fs  q &= fs; q.update(l)  q -= fs; q.update(l)  q.pop(); q.add(1); q.update(l)  q.clear(); q.update(l)
ST | FS  ST & FS  ST - FS  ST ^ FS  ST == FS  ST <= ST  ST.union(L)  ST.intersection(L)  ST.difference(L)  ST.symmetric_difference(L)  ST.issubset(L)  ST.issuperset(L)  ST.isdisjoint(FS)  ST.copy()  set(W)  frozenset(ST)  hash(frozenset(ST))  sorted(ST)  {k for k in L}  {k for k in W}  {k % 10 for k in L}  [k in ST for k in M]  list(ST)  sum(ST)  repr(ST)  len(set(M))
for k in ST: pass
g = set()\nfor k in W: g.add(k)
g = set(ST)\nwhile g: g.pop()

range and slice: pass
r[3]  r[-1]  r[2:5]  r[::-1]  len(r)  5 in r  50 in r  r == R  hash(r)  r.index(5)  r.count(5)  r.start  r.step  reversed(r)  repr(r)  list(r)  sum(r)  max(r)  sl.start  sl.indices(10)  sl == sl  hash(sl)  repr(sl)  l[sl]  sum(R)  max(R)  list(R)  999 in R  [k for k in R]  bool(r)  iter(r)

builtins: import io\nclass C: a = 1\no, ns, sink = C(), {}, io.StringIO()
abs(n)  all(l)  any(l)  ascii(s)  bin(i)  callable(o)  chr(65)  delattr(setattr(o, 'b', 1) or o, 'b')  dir(o)  divmod(i, j)  enumerate(l)  eval('1')  format(i)  format(x, '.2f')  getattr(o, 'a')  getattr(o, 'zz', 1)  globals()  hasattr(o, 'a')  hasattr(o, 'zz')  hash(s)  hex(i)  id(o)  isinstance(o, C)  isinstance(o, (int, str))  issubclass(C, object)  isinstance(o, int | str)  iter(l)  len(s)  locals()  max(l)  min(l)  min(1, 2, 3)  max(l, default=0)  next(iter(l))  ord('a')  pow(2, 10)  repr(o)  round(x)  setattr(o, 'a', 1)  sorted(l)  sum(l)  sum(l, 10)  sum([l, l], [])  type(o)  vars(o)  zip(l, l)  list(zip(l, l))  list(map(str, l))  list(filter(None, l))  list(enumerate(l))  type(o) is C  list(zip(l, tu, strict=True))  compile('1', '', 'eval')  exec('', ns)  print(end='', file=sink)  map(str, l)  iter(ident, 1)  super(C, o)  next(iter(l), none)  sorted(l, key=ident)  sorted(l, reverse=True)  max(l, key=ident)  min(s)  sum(map(len, W))  sum(x for x in X)  any(k > 2000 for k in L)  all(map(str.isalnum, W))  max(map(len, W))  max(W, key=len)

format: import string
f'{i}'  f'{s}'  f'{i} {s}'  f'{i:5d}'  f'{i:,}'  f'{i:x}'  f'{i:08b}'  f'{x}'  f'{x:.2f}'  f'{x:10.3e}'  f'{x:g}'  f'{x:%}'  f'{s:>20}'  f'{s:^20}'  f'{s!r}'  f'{i!s}'  f'{s:{j}}'  f'{l}'  f'{none}'  f'{i=}'  f'{w}'  f'{w:,}'  f'{x:,.2f}'  f'{u:>20}'  f'{d["a"]}{i}{x}'  format(i, '5')  format(s, '>5')  '{:5}'.format(i)  '{0} {1}'.format(i, j)  '{:.2f}'.format(x)  '{a[b]}'.format(a={'b': 1})  '{0.real}'.format(i)  '{!r}'.format(s)  '%d' % i  '%s, %s' % (s, t)  '%-10s|' % s  '%05d' % i  '%.3f' % x  '%g' % x  '%e' % x  '%c' % 'a'  '%(a)d %(b)d' % d  '%d%%' % i  '%s' % (l,)  '{a} {b}'.format(**d)  '{a} {b}'.format_map(d)  string.Template('$a').substitute(d)
[f'{k}: {k * 2}' for k in L]  ['%d %s' % k for k in P]  [f'{k:.3f}' for k in X]  [f'{k:>8}' for k in W]  ['{}-{}'.format(k, k) for k in L]  ','.join(f'{k}' for k in L)

comprehensions: f = lambda *args, **kwargs: None
[k for k in L]  [k * 2 for k in L]  [k for k in L if k % 2]  [k + m for k in L[:30] for m in l]  {k: k for k in L}  {k for k in L}  (k for k in L)  list(k for k in L)  sum(k for k in L)  [[k] for k in L]  [(k, k) for k in L]  [k for k, v in P]  [v.upper() for v in W]  [len(v) for v in W]  [k if k else 0 for k in L]  [str(k) for k in L]  [int(v[1]) for v in P]  [k for k in l]  {k: k for k in l}  {k for k in l}  [*l, *tu]  {**d, **d}  f(*l)  f(**d)  f(*l, **d)  a, *g, c = l  (a, c), g = (1, 2), 3  a = c = g = 1  [*map(str, l)]  first, *rest = L  dict(k for k in P)  [k for k in S if k != ' ']  [k.strip() for k in W]

objects: import dataclasses, enum, contextlib\nclass C:\n  def __init__(self, a=1): self.a = a\n  def method(self): pass\n  @property\n  def prop(self): return 1\n  @classmethod\n  def cm(cls): pass\n  @staticmethod\n  def sm(): pass\n  def __getattr__(self, name): return 1\n  def __len__(self): return 3\n  def __getitem__(self, k): return k\n  def __call__(self): pass\n  def __eq__(self, other): return True\n  def __lt__(self, other): return False\n  def __hash__(self): return 1\n  def __add__(self, other): return self\n  def __contains__(self, k): return True\n  def __iter__(self): return iter(())\n  def __bool__(self): return True\n  def __enter__(self): return self\n  def __exit__(self, *exc): pass\n  def __str__(self): return 'C'\n  def __index__(self): return 1\nclass Slots:\n  __slots__ = 'a', 'b'\n  def __init__(self, a, b): self.a, self.b = a, b\nclass Descriptor:\n  def __get__(self, obj, cls): return 1\n  def __set__(self, obj, value): pass\nclass Sub(C):\n  desc = Descriptor()\n  def __init__(self): super().__init__(2)\n  def method(self): return super().method()\nclass Meta(type): pass\n@dataclasses.dataclass\nclass Point:\n  x: int\n  y: int = 0\n@dataclasses.dataclass(frozen=True, order=True)\nclass Frozen:\n  x: int\n  y: int = 0\nclass Color(enum.Enum): RED = 1; BLUE = 2\nclass Flag(enum.Flag): A = 1; B = 2\nclass Num(enum.IntEnum): ONE = 1; TWO = 2\nclass MyList(list): pass\nclass MyDict(dict):\n  def __missing__(self, k): return 1\nclass MyInt(int): pass\nclass MyStr(str): pass\no, so, sub, pt, fr, ml, md, mi, ms = C(), Slots(1, 2), Sub(), Point(1, 2), Frozen(1, 2), MyList(l), MyDict(d), MyInt(5), MyStr('five')\nbound, f, ident = o.method, lambda a, b=2, *, c=3: a, lambda k: k
C()  C(2)  Sub()  Slots(1, 2)  Point(1, 2)  Point(x=1)  Frozen(1, 2)  MyList(l)  MyDict(d)  MyInt(5)  MyStr('a')  o.a  o.a = 2  o.method()  bound()  sub.method()  o.prop  C.cm()  o.cm()  C.sm()  o.missing  o.method  so.a  so.a = 3  sub.desc  sub.desc = 1  len(o)  o[1]  o()  o == o  o != o  o < o  hash(o)  o + o  1 in o  bool(o)  str(o)  repr(o)  l[o]  list(o)  o is o  o.__class__  o.__dict__  type(o)  C.__name__  C.__mro__
pt == pt  repr(pt)  hash(fr)  fr < fr  dataclasses.replace(pt, x=3)  dataclasses.asdict(pt)  dataclasses.astuple(pt)  dataclasses.fields(pt)  Color.RED  Color(1)  Color['RED']  Color.RED.value  Color.RED.name  list(Color)  Color.RED is Color.BLUE  Color.RED == Color.BLUE  hash(Color.RED)  Flag.A | Flag.B  Flag.A in Flag.A  Num.ONE == 1  Num.ONE + 1  repr(Color.RED)  f'{Num.ONE}'
ml[0]  len(ml)  ml.append(1); ml.pop()  md['a']  md['zz']  mi + 1  mi == 5  ms + 'x'  ms == 'five'  hash(ms)  d.get(ms)  for k in ml: pass
with o: pass
with o as k, o as v: pass
with contextlib.suppress(KeyError): d['zz']
with contextlib.nullcontext(): pass
class New: pass
class New(C):\n a = 1\n def f(self): pass
class New(metaclass=Meta): pass
class New: __slots__ = 'a', 'b'
class New(enum.Enum): A = 1; B = 2
type('New', (), {})
def g(): pass
lambda: 1
f(1)  f(1, 2)  f(1, c=2)  f(a=1)  ident(1)  s.upper  d.get  'x'.join  l.append  isinstance(sub, C)  issubclass(Sub, C)  o.b = 1; del o.b  getattr(o, 'a')  getattr(o, 'method')()  setattr(o, 'a', 1)  hasattr(so, 'zz')  vars(o)  C.method(o)  Sub.__mro__  f.__name__  bound.__self__  f.__defaults__
try: so.zz\nexcept AttributeError: pass
match i:\n case 1: pass\n case 1234: pass
match tu:\n case [a, c]: pass\n case [a, c, g]: pass
match d:\n case {'a': a, 'b': c}: pass
match pt:\n case Point(x=1, y=g): pass
match s:\n case str(): pass
assert i
import math
from math import gcd

itertools: import itertools as it, operator\nadd, P2 = operator.add, [(2, k % 5) for k in range(1000)]
list(it.chain(l, l))  list(it.chain.from_iterable([l, l]))  list(it.islice(L, 5))  list(it.count(1) if 0 else l)  next(it.count())  list(it.repeat(1, 5))  list(it.product(l, l))  list(it.permutations(l))  list(it.combinations(l, 2))  list(it.zip_longest(l, tu))  list(it.accumulate(l))  list(it.groupby(l))  list(it.starmap(pow, [(1, 2), (3, 4)]))  it.tee(l)  list(it.pairwise(l))  list(it.batched(l, 2))  list(it.compress(l, l))  list(it.takewhile(ident, l))  list(it.dropwhile(ident, l))  list(it.filterfalse(ident, l))
list(it.chain(L, L))  list(it.chain.from_iterable([L, L]))  list(it.islice(L, 500))  list(it.islice(L, 0, None, 2))  list(zip(it.count(), L))  list(it.repeat(1, 1000))  list(it.product(range(30), range(30)))  list(it.product('ab', repeat=9))  list(it.permutations(range(6)))  list(it.combinations(range(12), 3))  list(it.combinations_with_replacement(range(10), 3))  list(it.zip_longest(L, l))  list(it.accumulate(L))  list(it.accumulate(L, add))  [(k, list(g)) for k, g in it.groupby(M, lambda k: k > 500)]  list(it.starmap(pow, P2))  list(it.starmap(add, zip(L, M)))  list(it.pairwise(L))  list(it.batched(L, 10))  list(it.compress(L, M))  list(it.takewhile(lambda k: k < 900, L))  list(it.dropwhile(lambda k: k < 900, L))  list(it.filterfalse(None, L))  list(it.islice(it.cycle(l), 1000))  sum(it.chain(L, L))  dict(it.pairwise(L))
a, c = it.tee(L)\nfor k in a: next(c)
for k, g in it.groupby(L): pass
for k in it.product(l, repeat=6): pass

functools, operator: import functools as ft, operator as op\nbox, cached, lru, part, g, ga, mc = [0], ft.cache(lambda k: k), ft.lru_cache(10)(lambda k: k), ft.partial(pow, 2), op.itemgetter(1), op.attrgetter('real'), op.methodcaller('upper')\nclass C:\n  @ft.cached_property\n  def p(self): return 1\n  def __lt__(self, other): return True\no, cmp = C(), ft.cmp_to_key(lambda a, b: (a > b) - (a < b))\n@ft.singledispatch\ndef disp(a): pass\n@disp.register\ndef _(a: int): pass
cached(1)  lru(1)  lru(w)  part(3)  ft.partial(pow, 2)  g(l)  op.itemgetter(1, 2)(l)  ga(i)  op.attrgetter('real', 'imag')(i)  mc(s)  op.add(i, j)  op.mul(i, j)  op.eq(i, j)  op.lt(i, j)  op.getitem(l, 0)  op.setitem(box, 0, 3)  op.contains(l, 2)  op.not_(l)  op.truth(l)  op.index(i)  op.neg(i)  op.concat(l, l)  op.countOf(l, 1)  op.length_hint(l)  op.is_(i, j)  op.iadd(i, j)  op.floordiv(i, j)  o.p  disp(1)  disp('a')  ft.reduce(op.add, l)  ft.reduce(op.add, L)  ft.reduce(lambda a, b: a + b, L)  sorted(M, key=cmp)  sorted(P, key=g)  list(map(g, P))  list(map(op.add, L, M))  list(map(op.mul, L, M))  list(map(ga, L))  list(map(mc, W))  list(map(part, l))  list(map(cached, L))  list(map(lru, L))  ft.wraps(ident)(lambda: 1)  sum(map(op.mul, L, M))  [cached(k) for k in M]

collections: import collections as co\nNT = co.namedtuple('NT', 'a b c')\nnt, dq, DQ, ct, CT, od, dd, cm = NT(1, 2, 3), co.deque(l), co.deque(L), co.Counter(s), co.Counter(L), co.OrderedDict(d), co.defaultdict(list), co.ChainMap({'a': 1}, {'z': 2}, d)\nCM, ud, P3 = co.ChainMap(D, DS), co.UserDict(d), [(k, k, k) for k in L]
NT(1, 2, 3)  NT(a=1, b=2, c=3)  nt.a  nt[1]  nt._replace(a=5)  nt._asdict()  NT._make(l)  repr(nt)  nt == nt  a, c, g = nt  hash(nt)  co.deque()  co.deque(l)  dq.append(1); dq.pop()  dq.appendleft(1); dq.popleft()  dq[0]  dq[-1]  len(dq)  dq.rotate(1)  dq.extend(l); dq.clear(); dq.extend(l)  list(dq)  1 in dq  dq == dq  dq.copy()  repr(dq)  co.Counter()  co.Counter(s)  co.Counter(l)  ct['l']  ct['zz']  ct['l'] += 1  ct.most_common(1)  ct + ct  ct - ct  ct.update(s)  ct.total()  co.OrderedDict()  co.OrderedDict(d)  od['a']  od.move_to_end('a')  od['a'] = 1  od['z'] = 1; od.popitem()  list(od)  od == od  repr(od)  co.defaultdict(int)  dd['a']  dd['a'].append(1); dd.clear()  cm['a']  cm['c']  cm.get('zz')  'c' in cm  len(cm)  list(cm)  cm.new_child()  co.ChainMap(d, d)  ud['a']  ud.get('a')  co.namedtuple('X', 'a b')
co.deque(L)  co.deque(L, 10)  list(DQ)  DQ[500]  DQ.copy()  DQ.rotate(100)  999 in DQ  DQ.index(999)  DQ == DQ  sum(DQ)  co.Counter(L)  co.Counter(W)  co.Counter(S)  CT.most_common(5)  CT.most_common()  CT + CT  CT.total()  list(CT.elements())  list(CM)  len(CM)  dict(CM)  co.OrderedDict(P)  co.OrderedDict(D)  list(co.OrderedDict(D).items())  [NT(k, k, k) for k in L]  [NT._make(k) for k in P3]  sorted(DQ)
for k in DQ: pass
g = co.deque()\nfor k in L: g.append(k)\nwhile g: g.popleft()
g = co.defaultdict(int)\nfor k in W: g[k] += 1
g = co.defaultdict(list)\nfor k in W: g[k[:2]].append(k)
g = co.OrderedDict()\nfor k in L: g[k] = k
for k, v in P: pass

math: import math as m, random, statistics, fractions, decimal\nF, Dc = fractions.Fraction(3, 7), decimal.Decimal('3.14')\nrnd = random.Random(1)
m.sqrt(x)  m.floor(x)  m.ceil(x)  m.trunc(x)  m.sin(x)  m.exp(x)  m.log(x)  m.log(x, 2)  m.log2(x)  m.log10(i)  m.pow(x, 2)  m.hypot(x, y)  m.atan2(x, y)  m.gcd(i, 12)  m.gcd(w, 12)  m.lcm(i, 12)  m.isqrt(i)  m.factorial(10)  m.comb(10, 3)  m.perm(10, 3)  m.isnan(x)  m.isfinite(x)  m.isinf(x)  m.isclose(x, y)  m.copysign(x, y)  m.fabs(y)  m.fmod(x, y)  m.modf(x)  m.frexp(x)  m.ldexp(x, 2)  m.degrees(x)  m.radians(x)  m.prod(l)  m.fsum(l)  m.dist(tu, tu)  m.sumprod(l, l)  m.gamma(x)  m.erf(x)  m.nextafter(x, y)  m.ulp(x)  m.fsum(X)  m.prod(X)  m.sumprod(L, M)  m.sumprod(X, X)  [m.sqrt(k) for k in X]  [m.floor(k) for k in X]  list(map(m.sin, X))  m.dist(X, X)  m.factorial(100)  m.cbrt(x)  m.fma(x, y, x)
rnd.random()  rnd.randint(1, 10)  rnd.randrange(10)  rnd.choice(l)  rnd.shuffle(l)  rnd.sample(L, 5)  rnd.uniform(1, 2)  rnd.getrandbits(32)  rnd.gauss(0, 1)  rnd.choices(L, k=10)  rnd.randbytes(16)  rnd.shuffle(M[:])  statistics.mean(L)  statistics.median(L)  statistics.fmean(X)  statistics.stdev(l)  F + F  F * 2  fractions.Fraction(1, 3)  F < 1  float(F)  Dc + Dc  Dc * Dc  Dc / 3  decimal.Decimal('1.1')  decimal.Decimal(5)  str(Dc)  Dc < 4  round(Dc, 1)  Dc.quantize(Dc)  float(Dc)  hash(Dc)  int(Dc)

binary data: import struct, array, base64, binascii, hashlib, zlib, io, codecs\nst1, raw, rawB, ar, AR, b64, hx = struct.Struct('<IHB'), struct.pack('<IHB', 1, 2, 3), struct.pack('<1000H', *L), array.array('i', l), array.array('i', L), base64.b64encode(B), binascii.hexlify(B)\nfile, tfile, zB = io.BytesIO(B), io.StringIO(S), zlib.compress(B)
struct.pack('<I', 1)  struct.pack('>HHi', 1, 2, 3)  struct.unpack('<IHB', raw)  struct.unpack_from('<I', raw)  struct.calcsize('<IHB')  st1.pack(1, 2, 3)  st1.unpack(raw)  struct.pack('d', x)  struct.unpack('11s', b)  struct.pack('<1000H', *L)  struct.unpack('<1000H', rawB)  list(struct.iter_unpack('<H', rawB))  struct.pack_into('<I', BA, 0, 5)
array.array('i')  array.array('i', l)  array.array('d', l)  array.array('B', b)  ar[0]  ar[0] = 3  ar[1:]  ar.append(1); ar.pop()  len(ar)  ar.tolist()  ar.tobytes()  ar == ar  ar + ar  1 in ar  ar.index(2)  list(ar)  memoryview(ar)[0]  array.array('i', L)  array.array('d', X)  AR.tolist()  sum(AR)  AR.tobytes()  AR[::2]  999 in AR  AR.count(5)  AR == AR  AR.index(999)  AR.reverse(); AR.reverse()  [k for k in AR]
base64.b64encode(b)  base64.b64decode(b'aGVsbG8=')  base64.b64encode(B)  base64.b64decode(b64)  base64.urlsafe_b64encode(b)  base64.b32encode(b)  base64.b16encode(b)  base64.b85encode(b)  binascii.hexlify(b)  binascii.unhexlify(hx)  binascii.crc32(b)  binascii.crc32(B)  binascii.hexlify(B)  binascii.b2a_base64(B)  zlib.crc32(B)  zlib.adler32(B)  zlib.compress(b)  zlib.compress(B)  zlib.decompress(zB)  hashlib.md5(b).hexdigest()  hashlib.sha256(b).hexdigest()  hashlib.sha1(B).digest()  hashlib.sha256(B).digest()  hashlib.new('md5', b)
io.BytesIO()  io.BytesIO(b)  io.BytesIO(b).read()  io.StringIO()  io.StringIO(s)  io.StringIO(s).read()  io.StringIO(nl).readlines()  file.seek(0); file.read(10)  file.seek(0); file.write(b)  file.getvalue()  file.seek(0); file.readlines()  tfile.seek(0); tfile.read(10)  tfile.seek(0); tfile.write(s)  tfile.getvalue()  list(io.StringIO(LN))  list(io.BytesIO(B))
g = io.StringIO()\nfor k in W: g.write(k)
g = io.BytesIO()\nfor k in L: g.write(b)
codecs.encode(s, 'rot13')  codecs.lookup('utf-8')  codecs.decode(b, 'ascii')  codecs.encode(b, 'hex')  codecs.utf_8_decode(b)  codecs.getincrementaldecoder('utf-8')().decode(uni)  s.encode('cp1252')  s.encode('utf-7')  S.encode('cp1252')  S.encode('utf-7')  s.encode('idna')  s.encode('punycode')  b.decode('cp1252')  B.decode('cp1252')  B.decode('utf-16-le', 'replace')  s.encode('unicode-escape')  b.decode('unicode-escape')  S.encode('unicode-escape')  s.encode('raw-unicode-escape')  uni.decode('utf-8', 'surrogateescape')  S.encode('ascii')  s.encode('utf-8', 'strict')  codecs.escape_decode(b)

records: import pickle, json, copy, marshal, csv, io, textwrap, html, urllib.parse as up, shlex, difflib, string, pprint, ast\nps, pl, pd, PL, PD, js, JS, ms = pickle.dumps(s), pickle.dumps(l), pickle.dumps(d), pickle.dumps(L), pickle.dumps(DS), json.dumps(d), json.dumps(P), marshal.dumps(P)\nclass C:\n  def __init__(self): self.a, self.b = 1, [2]\no = C()\nnested, CSV = {'a': [1, 2, {'b': None}], 'c': 'text', 'd': 1.5}, '1,2,three,"fo""ur"\x0a' * 100\nROWS = list(csv.reader(CSV.splitlines()))
pickle.dumps(s)  pickle.dumps(i)  pickle.dumps(x)  pickle.dumps(w)  pickle.dumps(none)  pickle.dumps(b)  pickle.dumps(l)  pickle.dumps(tu)  pickle.dumps(d)  pickle.dumps(st)  pickle.dumps(nested)  pickle.dumps(u)  pickle.dumps(L)  pickle.dumps(X)  pickle.dumps(DS)  pickle.dumps(P)  pickle.dumps(W)  pickle.dumps(ST)  pickle.dumps(z)  pickle.dumps(len)  pickle.loads(ps)  pickle.loads(pl)  pickle.loads(pd)  pickle.loads(PL)  pickle.loads(PD)  pickle.dumps(s, 2)  pickle.dumps(d, 0)  pickle.loads(pickle.dumps(nested))
json.dumps(i)  json.dumps(s)  json.dumps(u)  json.dumps(x)  json.dumps(none)  json.dumps(l)  json.dumps(d)  json.dumps(nested)  json.dumps(d, indent=1)  json.dumps(d, sort_keys=True)  json.dumps(L)  json.dumps(X)  json.dumps(P)  json.dumps(DS)  json.dumps(S)  json.dumps(U)  json.dumps(U, ensure_ascii=False)  json.dumps(P, indent=1)  json.loads('1')  json.loads('"a"')  json.loads('[1, 2]')  json.loads(js)  json.loads(JS)  json.loads(json.dumps(X))  json.loads(json.dumps(DS))  json.loads(json.dumps(U))  json.loads(json.dumps(nested))
copy.copy(i)  copy.copy(l)  copy.copy(d)  copy.copy(st)  copy.copy(tu)  copy.deepcopy(i)  copy.deepcopy(l)  copy.deepcopy(d)  copy.deepcopy(nested)  copy.deepcopy(P)  copy.deepcopy(L)  copy.deepcopy(tu)  marshal.dumps(s)  marshal.dumps(P)  marshal.loads(ms)  list(csv.reader(['a,b,c']))  list(csv.reader(CSV.splitlines()))  list(csv.DictReader(CSV.splitlines()))  csv.writer(io.StringIO()).writerow(l)  csv.writer(io.StringIO()).writerows(ROWS)
textwrap.dedent(LN)  textwrap.wrap(S, 70)  textwrap.fill(s)  textwrap.indent(LN, '> ')  textwrap.shorten(S, 50)  html.escape(s)  html.escape(S)  html.unescape('a &amp; b')  html.unescape(S)  up.quote(s)  up.quote(S)  up.unquote('a%20b')  up.unquote(S)  up.urlparse('http://a.b/c?d=e#f')  up.urlsplit('http://a.b/c?d=e#f')  up.urlencode(d)  up.parse_qs('a=1&b=2')  up.urljoin('http://a/b/c', 'd')  up.quote_plus(s)  shlex.split('a "b c" d')  shlex.quote(s)  difflib.get_close_matches('w12', W[:50])  difflib.SequenceMatcher(None, s, s[::-1]).ratio()  string.capwords(s)  pprint.pformat(nested)  ast.literal_eval('[1, 2]')  pickle.loads(pickle.dumps(P))  copy.copy(o)  copy.deepcopy(o)

library: import datetime as dt, bisect, heapq, re, os, os.path as osp, pathlib, time, weakref, threading, queue, types, inspect, contextvars, fnmatch, ipaddress, uuid, calendar, logging, typing, abc, collections.abc as cabc, sys, locale, operator, argparse, random, tempfile, secrets, warnings, string\nnow, day, delta, heap, HEAP, pa, lock, cv, wr, log = dt.datetime(2026, 1, 2, 3, 4, 5), dt.date(2026, 1, 2), dt.timedelta(days=1), [1, 5, 3], sorted(M), pathlib.PurePosixPath('/a/b/c.txt'), threading.Lock(), contextvars.ContextVar('v', default=1), weakref.ref(ident), logging.getLogger('x')\nsq, ns, rl = queue.SimpleQueue(), types.SimpleNamespace(a=1), threading.RLock()
dt.datetime(2026, 1, 2)  dt.date(2026, 1, 2)  dt.timedelta(days=1)  dt.time(1, 2)  now + delta  now - now  day + delta  now < now  now == now  now.isoformat()  str(now)  now.strftime('%Y-%m-%d')  now.replace(hour=1)  now.date()  now.year  day.weekday()  day.isoformat()  dt.datetime.fromisoformat('2026-01-02T03:04:05')  dt.date.fromisoformat('2026-01-02')  dt.datetime.strptime('2026-01-02', '%Y-%m-%d')  delta.total_seconds()  delta * 2  hash(now)  repr(now)  day.toordinal()  dt.date.fromordinal(700000)  now.timetuple()  dt.datetime.fromtimestamp(0)  now.timestamp()  dt.datetime.now()  day.isocalendar()  f'{now:%H:%M}'  str(delta)
bisect.bisect(L, 500)  bisect.bisect_left(L, 500)  bisect.bisect(L, 500, key=ident)  bisect.insort(heap, 2); heap.remove(2)  heapq.heappush(heap, 2); heapq.heappop(heap)  heapq.heapify(M[:])  heapq.nlargest(5, M)  heapq.nsmallest(5, M)  heapq.heappushpop(heap, 1)  list(heapq.merge(l, tu))  list(heapq.merge(L, L))  heapq.heapreplace(heap, 1)
time.time()  time.perf_counter()  time.monotonic()  time.time_ns()  time.localtime(0)  time.gmtime(0)  time.strftime('%Y', time.gmtime(0))  osp.join('a', 'b')  osp.split('/a/b')  osp.basename('/a/b')  osp.dirname('/a/b')  osp.splitext('a.b')  osp.normpath('/a/../b')  osp.isabs('/a')  osp.abspath('/a')  osp.commonprefix(W)  osp.relpath('/a/b', '/a')  os.fspath('a')  os.getcwd()  os.getpid()  os.environ.get('HOME')  os.environ['PATH']  os.fsencode(s)  os.stat('/')  osp.exists('/')  osp.isdir('/')
pathlib.PurePosixPath('/a/b')  pa / 'd'  pa.name  pa.suffix  pa.stem  pa.parent  str(pa)  pa.parts  pa.with_suffix('.x')  pa == pa  hash(pa)  pa.relative_to('/a')  pa.as_posix()  pathlib.Path('a')  fnmatch.fnmatch('a.py', '*.py')  ipaddress.ip_address('10.0.0.1')  uuid.UUID(int=5)  str(uuid.UUID(int=5))  calendar.monthrange(2026, 2)
wr()  weakref.ref(ident)  lock.acquire(); lock.release()  sq.put(1); sq.get()  ns.a  types.SimpleNamespace(a=1)  cv.get()  threading.current_thread()  log.debug('a')  log.isEnabledFor(10)  inspect.signature(ident)  inspect.isfunction(ident)  typing.cast(int, 1)  list[int]  typing.Optional[int]  int | str  isinstance(l, cabc.Sequence)  isinstance(d, cabc.Mapping)  isinstance(i, cabc.Iterable)  isinstance(l, cabc.Hashable)  sys.getsizeof(l)  sys.intern('a')  sys.getrecursionlimit()  sys.exc_info()  sys._getframe()  random.random()  random.randint(1, 9)  threading.get_ident()  warnings.warn('x') if e else none  re.match('a', 'b')  re.sub('o', '0', s)  re.split(' ', s)  secrets.token_hex(8)
with lock: pass
with rl: pass
"""


def read_cases():
    """Names of cases, with what prepares their group and the statements to time."""
    for block in CASES.strip().split("\n\n"):
        head, *lines = block.split("\n")
        group, _, prepare = head.partition(": ")
        for line in lines:
            for case in line.split("  "):
                yield f"{group}: {case}", (prepare.replace(r"\n", "\n"), case.replace(r"\n", "\n"))


CASES = dict(read_cases())
SPACES = {}


def make_loop(case):
    """A function that does so many times what a case says, and tells the processor time of that."""
    prepare, body = CASES[case]
    if prepare not in SPACES:
        SPACES[prepare] = space = {"__name__": "cases"}
        exec(NAMES, space)
        exec(prepare, space)
        space["__builtins__"] = __builtins__
    known = {name: value for name, value in SPACES[prepare].items() if not name.startswith("__") and re.search(rf"\b{name}\b", body)}
    lines = [f"def run({', '.join(['n_times', 'clock', *known])}):", " start = clock()", " for _ in range(n_times):"]
    source = "\n".join([*lines, *("  " + line for line in body.split("\n")), " return clock() - start"])
    space = {"__name__": "cases"}
    exec(source, space)
    return lambda n_times: space["run"](n_times, time.process_time, **known)


turns.main(__file__, CASES, make_loop, 0.004)
