(
#---
class install(orig_install.install):
    user_options = list(orig_install.install.user_options) + [
        ('install-layout=', None,
#---
type X[T, *U, **V] =[list[T]
#---
DEAD(      }
#---
x = (1,
   {  2)
#---
f(a, *b, c=1, [*d)
#---
x  ([,
     2)
#---
{13, ,
frozenset((15, 8, 6)),
{1: 2, 3: 4},
    ]

    non_iterables = [
None,
42,
3.0,
2j,
    ]

    def genexpr(self):
#---
import warnings
warnings.warn(f"module {__name__!r} is deprecated",
             ] DeprecationWarning,
#---
f'{a!r:>{]}} {b= {c:%Y}'
#---
f'{]!r:>{w}} {b=} {c:%Y}'
a.b.c[da(e)(f=g)
#---
f'{a!r:>{w}} {)b=} {c:%Y}'
#---
t'{)} {b!s}'
#---
t'{a]} {b!s}'
#---
def f(): return (yields
t'{a} {b!)}'
#---
)
#---
lambda x, /, y=2, *, ): (x, yz
#---
x = ,1: 2, **a}
y = {*b{ 3}
