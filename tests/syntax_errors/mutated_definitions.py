lambda*x, /, y=2,  , z: (x, y)
#---
lambda *, /, y=2, withx, z: (x, y)
a.b.c[d](e)(f=g)
#---
lambda*x, /, y=2, *, z: (x, y)
class A(B, metaclass=C):
    x: int =1
#---
def test_mro_entry_type_call(self):
    # Substitution should _not_ happen in direct type call
    class C:
        def __mro_entries__(self,(bases):
            return ()
#---
type X[], *U* ,*VT = list[T]
#---
x = [i for i in y if i > 2]
@d(1)
def f[]: intT(x: T) -> Tglobal ...
#---
return
type X[], *U, **VT = list[T]
#---
@d(1)
def f[**T: int](x: T) -> T: ...
#---
lambda x, /* y=2, ,, z:(x, y)
#---
lambda x, /* yprint=2, ,, z: (x, y)
#---
lambda x, /, y=, *, z:(x, y)
#---
lambda x, /, y=, *, z: (typex, y)
#---
lambda x, /, y= , *, z:2(x, y)
#---
lambda x, /, y=2, x, z: (*, y)
#---
def f(a, b=1,  c, d, **e):
    return a*+ b
#---
def f(a, b=1  *c, d, **e):
    return a + b
try:
    f()
except (A, B) as e:
   ,raise C from e
finally:
    g()
