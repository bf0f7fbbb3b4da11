cases = """
x = = 1
if x
def f(:
f(a b)
(1, 2
[1, 2
{1: 2
1 +
print 'x'
x = 'unterminated
x = \"\"\"open
for x in : pass
class C(: pass
import
from x import
from . import *x
a b
1a
0777
0x
1_000_
'a' 'b
return 5
yield 1
break
continue
def f(): break
f(x for x in y, 1)
f(**a, *b)
f(a=1, 2)
f(a=1, a=2)
def f(a=1, b): pass
def f(*): pass
def f(*, **k): pass
def f(a, /, b, /): pass
def f(**k, a): pass
lambda x=: 1
x + 1 = 2
f() = 1
None = 1
True = 0
"a" = 1
(a, 1) = 2
a += b += c
x = yield = 1
with open(x) as 1: pass
try: pass
else: pass
except: pass
async x
await x
@
nonlocal x
*a
*a = 1
*a, *b = c
{1, 2: 3}
{1: 2, 3}
{**a, *b}
a if b
a = b if c
not
x.1
a..b
$
?
a ! b
x = 5 5
def f() -> : pass
class 1: pass
global x, 1
del
assert
raise from x
while: pass
f"{}"
f"{a"
f"{a!x}"
f"{a b}"
import a.b as c.d
from a import (b, c
from __future__ import nope
from __future__ import braces
print(a := 1, b = c := 2)
""".strip().split("\n")
for code in cases:
    try:
        compile(code, "<t>", "exec")
        print(f"{code!r}: compiled")
    except SyntaxError as exc:
        print(f"{code!r}: {type(exc).__name__}: {exc.msg} {exc.lineno}:{exc.offset}-{exc.end_lineno}:{exc.end_offset}")
