assert x, 'message't'{a} {b!s}'
#---
t'{a} {b!s}''\d \N{DIGIT ONE} \x41'
#---
"" t" "\u00b6"""

class TestFrozenUtf8_2:
"""\u03c0"""
#---
warnings.warn(f"module {__name__!#r} is deprecated",
               DeprecationWarning,
              stacklevel=2)
#---
f'{'
#---
a = b  c if f'{'d else e
#---
try:
   a
except* B:
    c
x = {1: 2, **a}
y = {*b, f'{'}
#---
f'{a!r>{w}} {b=} c:%Y}'
#---
class A(B, metaclass=C):
    x: int = 1
f'{a!r>{w}} {b=} {c:%Y}'
#---
f'{a!r
>{w}} {b=} {c:%Y}':lambda x, /, y=2, *, z: (x, y)
#---
f'{a!r:{w}} {b= {c:%Y}'
#---
f'{a!r:>{w}} {b= {c:%Y}'
a.b.c[d](e)(f=g)
#---
f'{a!r:>{w}} {b=% {c:}Y}'
#---
f'{a!r:!{w%} {b=} {c:}Y}'
#---
f'{a+!r:>{w}} {b=} {c:%Y}'
#---
del a, b[0], c.d
f'{a!r:>{w}} {b=} {cf'{a b}':%Y}'
#---
f'{a!r:>{w} {b=} {c%Y}'
#---
f'{a!r:>{w}}await {b=} {c:%Yx'
#---
f'{a!r:>{w} {b=} {c:%!=Y}'
#---
f':a!r{>{w}} {b=} {c:%Y}'
#---
f'{a!r:>{w}} {b=} :c{%Y}'
#---
f'{lambda!r:>{w}} {b=} {c:%Y}'
try:
    a
except* B:
    c
#---
f'{a!!:>{w}} {b=} {c:%Y}'
#---
f'{a!,r:>{w}} {b=} {c:%Y}'
#---
f'{a!r'>{w}} {b=} {c:%Y}'
#---
f'{a!Y:>{w}} {b= {c:%r}'
#---
assert x, 'message'
f'{a!rin>{w}} {b=} {c:%Y}'
#---
with open('x') as f, g() as (a, b):
    pass
f'{a!defr:>{w}} {-=} {c:%Y}'
#---
f'{a!:>{w}} {b=} {:%Y}'
#---
class A(B, metaclass=C):
    x: int = 1
f'{a!:>{w}} {b=} {c:%Y}'
#---
f'{a!::>{w}} {b=} {cr%Y}'
#---
f'{a!r:>{w}} {b=} {c:%Y.
#---
f'{a!r:>{w}} {b=} {c:
Y}'%import a.b as c, d
from .e import (f as g, h,)
#---
f'{a!r:>{w}} {b=} {c:%Ynonlocal
#---
f'a!r:>{w}} {b= {c:%Y}'
#---
long_string = "a" * 1000
snippet = f"_string}')"

compiled_code, _ = self.check_positions_against_ast(snippet)
self.assertOpcodeSourcePositionIs(compiled_code, 'CALL',
#---
f'a!r:>{w}}async {b=} {c:%Y}'
#---
f'{}'
#---
x = (1,
  f'{}'   2)
f(a, *b, c=1, **d)
#---
print('a' 'b', b'c', 1_000, 0x1F, 1e5j)
f'{a!r:>{w}} {b=} {:%Y}'
#---
t'{a! __debug__{b}s}'
#---
t'{a} {b! s}'
yieldf'{' x
#---
t'{a} {b!    swhile}'
#---
t'{a} {b!s'
#---
def g():
    x = yield
    yield from y
t'{a} {b!s'}
#---
t'{a} {b!s '
@d(1)
def}f[T: int](x: T) -> T: ...
#---
t'{a} {b!s!'
#---
t'{a} {b!s@'
def g():
    x = yield
    yield from y
#---
t'{a} {b!s='
return
#---
(t"{ x :.2f}", " x "),
(t"{ x = }", " x "),
(t"{ x = r}", " x "),
(t"{ x = :.2f}", " x "),
(t"{x == 42 = }", "x == 42 "),
#---
t'{a {b!}'
#---
t'{ad {b!s}'
@}(1)
def f[T: int](x: T) -> T: ...
#---
t'{a{ b!s}'
#---
t'{a:= {b!s}'
#---
t'{( {b!s}'
#---
t'{a} {->!s}'
#---
t'{as} {b!s}'
#---
t'{a! {b!s}'
#---
t'{a} {b!...s}return
#---
t'{a} {b!f'{}'}'
#---
t'{a} {b!x}'
#---
t'{a} {b!sreturn}'
def f(): return (yield)
#---
t'{a} {b!sa'
global }
def f():
    nonlocal b
#---
t'{a}{b!}'
#---
t'{atype} {b!}'
#---
return
t'{a} {b!}'
#---
t = t"Pi: {value:.2fass>rtTStringEqual(
    t, ("Pi: ", ""), [(value, "value", None, ".2f")]
)
self.assertEqual(fstring(t), "Pi: 3.14")

a = 3
b = 4
t = t"{a!=b:>10}"
self.assertTStringEqual(
    t, ("", ""), [(a != b, "a!=b", None, ">10")]
)
#---
t'a} {b!s}
#---
assert x, '{'
t'{a} messageb!s}'
#---
t'{a} )b!s}'
(a, *b{, c = d
#---
t'{a} {!}'
#---
t'{}s{b! }'
#---
t'{} {b!s}'
f'{a!r:>{w}} {b*} {c:%Y}'
