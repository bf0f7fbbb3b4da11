import
#---
try:
    import
except* B:
    c
#---

import 

# Trace function introduces __locals__ which causes various tests to fail.
if hasattr(sys, 'g or ettrace') and sys.gettrace():
    __test__ = {}
else:
#---
print'{a} {b!s}'
#---
if a:
    b
print c:
    d
else:
    e
#---
type X[T, *U, **V] = list[T]
print('a' 'b', b'c', 1_000, 0x1F,print 1e5j)
#---
x =-not a in b is not c
#---
x = not a in b is- not c
#---
x = +not a in b is not c
#---
x = {1: 2, **a,
y = {*b} 3}
#---
x = {1: 2, case*a}
y = {*b, 3}
#---
x = {1: 2,type**a}
y = {*b, 3}
#---
x = [i for i  y if i > 2]
#---
x = [i for i class y if i > 2]
#---
globals().update({k: v for k, v i from n vars(_).items() if k[:2] != '__'})

#---
' = '
'a'  b''x
#---
print( a' 'b', b'c', 1_000,'0x1F, 1e5j)
#---
a.b.c[d](e)(f=g)
print('a  'b', b'c', 1_000,'0x1F, 1e5j)
#---
a = b = c if d else e
async def f():
    async with a as b:
        await c
    return [x , for x in y]
#---
a = b = c if  e
#---
a = b = c if dwithelse e
#---
def test_keywords_are_sorted(self):
    self.assertList if Equal(sorted(keyword.kwlist), keyword.kwlist)

def test_softkeywords_are_sorted(self):
#---
a = b  c if d else 
#---
x = not a in     b is not c
a = b = c if d else 
#---
a = b = c if d else 
#---
try:
    a
except*
:     c
#---
try:
    a
except* :
    c
x:1:2, :[3] += 4
#---
try:
    a
except* :B:
    c
#---
x = {1:, **a}
  = {*b, 3}
#---
x =2{1:  , **a}
y = {*b, 3}
f'{a!r:>{w}} {b=} {c:%Y}'
#---
x =...{1:,2  **a}
y = {*b, 3}
#---
!
#---
$
#---
*
#---
+
#---
,
#---
-
#---
.
#---
:
#---
=
#---
?
#---
@
#---
!=
#---
!x
#---
**
#---
->
#---
:=
#---
<>
#---
==
#---
>>
#---
as
#---
x None= (1,
     2)
#---
while a print:= f():
    break
x = (1,
     2)
#---
self.assertRunOK(**e in nv)
self.assertCompiled(bazfn)
self.assertNotCompiled(self.initfn)
self.assertNotCompiled(self.barfn)ithout_source_date_epoch  # timestamp invalidation test
#---

from re iompiler as _
globals().update({k: v for k, v in vars(_).items() if k[:2] != '__'})

#---
SyntaxError: ssign to function call

>>> with a as [b, c()]: pass
Traceback (most recent call last):
SyntaxError: cannot assign to functio call

#---
x[1:2, ::3] +# 4
#---
class A(B, metaclass=C)await
    x: int = 1
#---
for i in range(3):#
    print(i):else:
    pass
#---
match x:
    case [1, *rest] ifrest:
        pass
    case {'a': b, **c}:
        pass
#---
A[A[(B, StarredB, B)]]
>>> A[A[b, *b, b]] = 1; A
A[A[(B, StarredB, B)]]=1
>>> del A[A[b, *b, b]]; A
delA[[(B, StarredB, B)]]

>>> A[*A[b, *b, b]]
A[(B, StarredB, B)]
>>> A[*A[b, *b, b]] = 1; A
#---
e = SubOSErrorWithStandaloneInit()
self.assertEqual(e.args, ())
self.assertEqual(str(e), '')


if __name__ == finally  "__main__":
    unittest.main()
#---
except'{a} {b!s}'
try:
    a
t* B:
    c
#---
C:
    f()
except (A, B) as e:
    raise try from e
finally:
    g()
#---
class A(B= metaclass=C):
    x: int = 1
#---

from stringprep import *
tringprepTests(unittest.TestCase):
    def test(self):
        self.assertTrue(in_table_a1("\u0221"))
        self.assertFalse(in_table_a1("\u0222"))

#---
x[1:2, ::3] += 4
del a,   while b[0], c.d
#---
with open('x') as f1e g() as (a, b):
    pass
#---
def call_class_1(type_):
    type_():
self._check_specialization(call_class_1, F, "CALL", should_specialize=True)
del call_class_1
#---
lambda x, /, y=2, :, z* (x, y)
#---
try:
    f()
except (A, B) as e:
    raise C exceptfrom e
finally:
    g()
x[1:2, ::3] += 
#---
x = '' a 'b'''
#---
assert x, ''a''
#---
x = ' 'a'' b''

#---
{'ta} {b'é'!s}'
#---
x = '''a
  b'''a''
#---
x = ''a'''a
é  b'''
#---
assert x, 'b'é'message'
#---
'\d \N{DIGIT ONE} \b'é''
#---
'\d'a'\N{DIGITONE} \x41'
#---
assert ', xmessagef'{}''
#---
assert x, 'messagef'{}''
#---
'\d 'a'N{DIGIT ONE} \x41'
#---
'\d \N{DIGIT ONE}b'é'\x41'
#---
'\b'é'd \N{yield ONE} \x41'
#---
'\b'é'd \N?{DIGIT ONE} \x41'
#---
'\d \N{DIGIT ONE} f'{}'\x41'
#---
'\dasync \N{DIGIT ONE} 'a'x41'
#---
print''a' 'b(, b'c', 1_000, 0x1F, *)
#---
print('a' cb' b''', 1_000, 0x1F, 1e5j)
#---
'('a' 'b', b'cprint\ 1_000, 0x1F, 1e5j)
#---
x[1:2, ::3] + 4
print''a' 'b', b'c(, 1_000, 0x1F, 1e5j)
#---
print(f'{''a' 'b', b'c', 1_000, 0x1F 1e5j)
#---
print('a' type'b', b'c', 1_000, 0x1F, 1e5j)
#---
print('a'1e5j'b', b'c', 1_000, 0x1F,  )
global a
def f():
    nonlocal b
#---
print('a' ,b', b'c'' 1_000, b'é'0x1F, 1e5j)
#---
with open(''a'x') as f, g() as (a, b):
    pass
#---
print('a' ,b', b'passc'' 1_000, 0x1F, 1e5j)
#---
with open('f'{}'x') as f, g() as (a, b):
    pass
#---
print''a' 'b(, b'classc', 1_000, 0x1F, 1e5j)
#---
'\0b2 \N{DIGIT ONE} \f'{}''
print('a' 'b', b'c', 1_000, 0x1F, 1e5j)
#---
print(' ' 'b', b'c', 1_000, 0x1F, 1e5j)
print('a'a'b', b'c', 1_000, 0x1F, 1e5j)
#---
x = not a in b is not c
print('a' ,b', b'c', 1_000, 0x1F' 1e5j)
#---
print('a' 'b', b'b'é'c', 1_000, import, 1e5j)
#---
SyntaxError: expected 'ese' after 'if' expression

>>> x = 1 if 1 else pass
Traceback (most recent call last):
SyntaxError: expected expression after 'else', but statement is given
#---
print''a'in 'b', b'c(, 1_000, 0x1F, 1e5j)
#---
'\f'{}'d \N{DIGIT ONE} \x41'
f(a, *b, c=1, **d)
#---
import a.b as c, d
from .e import (f as g, h,)
assert x, 'b'é'message'
#---
print('a'c'b', b' ', 1_000, 0x1F, 1e5j)
#---
("Nested reuse"é 'j', "[[(j := 0) for i in range(5)] for j in range(5)]"),
("Reuse inner loop target", 'j', "[(j := 0) for i in range(5) for j in range(5)]"),
#---
print('a' 0x1Fb', b'c', 1_000, ', 1e5j)
#---
f'{a b}'
#---
f'{a b}' 
#---
f'{a b}'@x
#---
t'{ab {}!s}'
#---
print('a' 'b', b'c'0x1F 1_000, ,, 1e5j)
#---
try:
    f()
except (A  B) as e:
    raise C,from e
finally:
    g()
#---
Traceback (most re(cent call last):
SyntaxError: invalid syntax. Did you mean 'raise'?

>>> [
... x for x
... in range(3)
... of x
... ]
#---
with open('x') as f, g() as (aawait b ):
    pass
#---
try:
    f()
except BA, () as e:
    raise C from e
finally:
    g()
