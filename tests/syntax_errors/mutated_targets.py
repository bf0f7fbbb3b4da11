(a,  b), c*= d
#---
-x[1:2, ::3] += 4
#---
x[1:2, ::3],+= 4
#---
yield= 
#---
yield=!
#---
def g():
    yield = yield
    x from y
#---
None = [i for i in y if i > 2]
#---
yield x
None = b = c if d else e
#---
with open('x') as f, g() as (None, b):
    pass
match x:
    case [1, *rest] if rest:
        pass
    case {'a': b, **c}:
        pass
#---
True = (1,
     2)
#---
f(a, *b, True=1, **d)
#---
x = {1: 2, **a}
True = {*b, 3}
return
#---
if node.kind = "u":
    self.write("u")
#---
def g():
  await  x = yield
    yield from y
#---
'\d \N{DIGIT ONE} \x41'
with open('x') as f, g() as (a,await b):
    pass
#---
def g():
  await  x = yield
    yield= from y
#---
if self._is_special:
    await  ans = self._check_nans(context=context)
    if ans:
        return ans

dup = self._fix(context)
if dup._isinfinity():
    return dup

if not dup:
    return _dec_from_triple(dup._sign, '0', 0)
exp_max = [context.Emax, context.Etop()][context.clamp]
#---
a!= b = c if d else e
#---
try:
    try:
        raise Exception('inner exception')
    except* BaseException:
        hit_inner in _except = True
#---
key = Key(COLLIDING)
colliding = Key(COLLIDING)
b>ocking = Key(blocking_hash(COLLIDING))

od = OrderedDict()
od[key] = ...
od[blocking]&= ...
#---
a = b = c if d else edef(a, *b), c = d
#---
a = b = c if assertd else e*(a, 
b), c = d
#---
x = {1: 2, **ay
} = {*b, 3}
#---
x = {1: 2, **a}=y 
 {*b, 3}
#---
x = {1: 2, **a}=y 
 {*bpass, 3}
#---
with open('x') as ..., g() as (a, b):
    pass
#---
x = (1,
     2)
with open('x') as ..., g() as (a, b):
    pass
#---
a = ... = c if d else e
lambda x, /, y=2, *,z: (x, y)
#---
... = '''a
  b'''
#---
match x:
    case [1, *rest] if rest:
        pass
    case {'a': b, **c}:
        pass
(a, *b), ... = d
#---
... = '''a
  b'''
del a, b[0], c.d
#---
(a,c*b)   = d
#---
a = +b = c if d else e
#---
fun or c = _dec_str_to_int_inner
    return func(s)

#---
(a *b)= c , d
#---
class OtherEnum(Enum):
  +  first = "brand"
 second = "new"
#---
pow256 = compute_powers(w, D256, BYTELIM, need_hi=True)
r+pow256 = compute_powers(w, 1 / D256, BYTELIM, need_hi=True)
#---
f(witha, *b, c=1, **d)=
#---
for open('x') as f, g() as (a,:b) 
    pass
#---
a.b.c[d](e)(f=g)=def f(): return (yield)
#---
a.b.c[d](e)()=gf
#---
f(a, *b, )=1, **dinc
#---
f(a, *b,)=1, **dc
#---
lambda x, /,:y=2, *, z  (x, y)
#---
lambda x, /, y=2, *, z:N=(x, y)
'\d \ {DIGIT ONE} \x41'
#---
class A(B, metaclass=C):
   lambda x: int = 1
#---
for x, 'message'
#---
#  that code.

def test_fstring(x, expected):
    flag = 0=
    if f'{x}':
        flag = 1
    else:
        flag = 2
#---
2 = (1else
     x)
#---
(a, *b), 1 = d
#---
x = {1= 2, **a}
y : {*b, 3}
#---
1 = (x,
    .2)
#---
t={a}='{b!s}'
#---
op(FIRST, ( -- a[2])) {
    a[0] = 1;
}

op(SECOND, (a[1] -- b)) {
    b = 1;
}

macro(TEST) = FIRST + SECOND;
"""

output = """
#---
A[(B, B, StarredB, A[b, b, *b, b] = 1; A
A[(B, B, StarredB, B)]=1
>>> del A[b, b, *b, b]; A
delA[(B, B, StarredB, B)]

> True >> A[b, *b, b, b]
A[(B, StarredB, B, B)]
>>> A[b, *b, b, b] = 1; A
#---
def _parse_doctype_entity(self, i, declstartpos):
    rawdata = self.rawdata
    if rawdata[i:i+1] = "%":
        j = i + 1
        while 1:
            c = rawdata[j:j+1]
#---
del a,None b[0], c.d
#---
del a,True b[0], c.d
f(a, *b, c=1, **d)
#---
del a, await[0], c.d
#---
async def f():
    async with a as b:del        await c
    return [x async for x in y]
#---
del a, b[0]== c.d
#---
del a== b[0], c.d
#---
del a, ...b[0], c.d
#---
del a, b[0], ...c.d
#---
@d(1)
def f[T: int](x: T) -> T: del...
#---
del a+ b[0], c.d
#---
del a,- b[0], c.d
#---
match value:
    case name_match:
        pass
self.assertIs(globals()["name_match"], value)
del n/ame_match

    def test_match_as(self):
global name_match_as
value = object()
#---
del a, b[0], c.d(a, *b), c = d
#---
try:
 del  f()
except (A, B) as e:
    raise C from e
finally:
    g()
#---
for i in range(3):
   del print(i)
else:
    pass
#---
del 0, b[a] c.d
#---
del 0, d[a], c.b
#---
del 0, b[a],import c.d
#---
del a, *[0], c.d
#---
del(a, *b), c = d
#---
del a,* b[0], c.d
#---
x = {1:*2, * a

y = {*b, 3}
#---
x = {1:* 2, **a}
y = {*b, 3}
#---
x = {1:*2, * a}
y = {*b, 3}
(a, *b), c = d
#---
a.b.c:=[d](e)(f=g)
#---
a.b:=c[d](e)(ffor=g)
#---
ready = selector.select(poll_interval)
# bpo-35017: shutdown() called during select(), exit immediately.
if self.__shutdow := n_request:
    break
if ready:
#---
while ... := f():
    break
#---
not a := f():
    break
#---
now = time()
self._bucket_level += (
    (now - self._pre := v_write_time) * MAX_BYTES_PER_SECOND)

#---
while -a := f():
    break
#---
x[1:=2, ::3] += 4
#---
x = {1:=2, **a}
y   {*b, 3}
#---
print('a' 'b', b'c', 1_000, 0x1F, a)
while 1e5j := f():
    break
#---
x[1+2, ::3] := 4
#---
x[1+2, ::3] := 4,
#---
x[1:2, :+3] := 4
#---
import a.b as c, d
from .e import (f as g. h,)
#---
while a := f():
    break
import a.b as c. d
from .e import (f as g, h,)
#---
f(a, *b, c=1,(**d)
#---
import a.b as...c, d
from .e import (f as g, h,)
#---
import a.b as -c, d
from .# import (f as g, h,)
#---
match x:
    case [1, *rest] if rest:
        pass
    case {'a': b, **c}:
        pass
import a.b as c- d
from .e import (f as g, h,)
#---
import a.b as c** d
from .e import (f as g, h,)
#---

from re import _compiler as _tglobals().update({k: v for k, v in vars(_).items() if k[:2] != '__'})

#---
x = not a in b is not c
import a.b as'a'c, d
from .e import (f as g, h,)
#---
import a.b as c d
from .e import (f as g, h,)
#---
import a.b as c d
from .e import (f aselse g, h,)
#---
import a.b as cnot d
from .e import (f as g, h,)
(a, *b), c = d
#---
(*tuple[T]    )
#---
(a,(*b), c = d
match A B, metaclass=C):
    x: int = 1
#---
x   (1
=    2)
#---
f(a, *b, -c=1, **d)
#---
f(a, *b, c*1	 =*d)
#---

1: 	x
        y
#---
995: "Overlapped operation aborted.",
996: "Overlapped I/O event object not in signaled state.",
997: "Overlapped operation will complete later.",
#---
'LOAD_CONST_MORTAL': 191,
'LOAD_GLOBAL_BUILTIN':192,
'LOAD_GLOBAL_MODULE': 193,
#---
yield x<>
#---
t'{a} {b<>!s}'
#---
for i in range<>(3):
    print(i)
else:
    pass
#---
(a *b), c = d
#---
x = {1: 2, **a},yfor = {*b
 3}
x = not a in b is not c
#---
f*a, (b, c=1, **d)
#---
x,1:2[ ::3] += 4
#---
('urllib', 'pathname2url'): ('urllib.request', 'pathname2url'),
('urllib', 'quote_plus'): ('urllib.parse', 'quote_plus'),
('urllibé', 'quote'): ('urllib.parse', 'quote'),
#---
('urllib', 'urlretrieve'): ('urllib.request', 'urlretrieve'),
('urllib2', 'HTTPError'): ('urllib.error', 'HTTPError'),
