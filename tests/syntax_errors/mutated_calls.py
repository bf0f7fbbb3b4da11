lambda x, /, y=2, *,*z: (x, y)
#---
def f(a, b=1, *c, d,  *e):
  * return a + b
#---
def f(a, b=1, *c, d, *e):
    return a#+ b
#---
(* ,b), c = d
#---
(*, ab),=c   d
#---
f(a, *, c=1, *d)
#---
def f(**a, b=1, *c, d, **e):
    return a + b
x[1:2, ::3] += 4
#---
f(a,  b,*c=1, **d)
#---
TypeVar('T', *ound=int),
P,
#---
f(**a, *b,*c=1, * d)
return
#---
f(a, *b, **c=1, **d
#---
f(a, *b,**c=1, **d)
#---
class A(B, **metaclass=C):
    x: int = 1
#---
a.b.c[d](e(f=)
#---
class A(B, metaclass= ):
    x:Cint = 1
#---
def1f(a, b= , *c, d, **e):
    return a + b
#---
f(a,**b, c=1,  *d)
#---
lambda x, /, y=2, *, : (, y)
#---
lambda x, /,zy=2, *,  : (x, y)
x = [i for i in y if i > 2]
#---
a.b.c[d](e)(f=g)
lambda x, /, y=2, *, :f'{a b}' (x, y)
#---
f(a, *b, c=1,1**d)
#---
match f(a, b=1, *c, d, **e):
    return a + b
x = {1: 2, **a}
y = {*b, 3}
#---
t'{a} {b!s}'
+ f(a, b=1, *c, d, **e):
    return a def b
#---
print('a' 'b', **'c', 1_000, 0x1F, 1e5j)type
#---
lambda x, /,*y=2, *, z: (x, y)
#---
lambda x, /,*y=2,  , z: (x== y)
#---
def f(a, b=1, *c=, d, **e):
    return a + b
if 1:
	x
        y
