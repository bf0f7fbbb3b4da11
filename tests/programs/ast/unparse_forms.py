"""ast.unparse: parentheses by precedence, quotes, nested f-strings, statements of every kind."""
import ast

EXPRESSIONS = """(a + b) * c; a + (b * c); -(-a); (-1) ** 2; -1 ** 2; 2 ** -x; (a ** b) ** c; not (a or b) and c; (a, b)[0]; (yield_ := 5); lambda: (x, y); lambda *a, b=1, **k: a; (lambda: 0)()
a if b else c if d else e; (a if b else c) if d else e; [x for x in (y if z else w) if (a, b)]; {**a, 'b': 1}; {*a, 1}; {}; (); (1,); x[1:2, ::3]; x[(1, 2)]; x[*a, 1]; f(*a, b, *c, k=1, **d); (await_ for await_ in b)
1 .real; 1.5.real; 1e400; -1e400; 1e400j; 10 ** 20; 'it\\'s'; '"\\'both'; 'new\\nline'; b'\\x00'; '\\u20ac\\ud800'; f'{a!r:>{w}}'; f'{{}}{x}'; f"{'nested'}"; f'{a=}'; f'{x:%Y\\n}'; t'{a}b{c!s:d}'; ...; None
a < b < c; (a < b) < c; a is not b not in c; a @ b // c; ~(a | b) & c ^ d; a << (b >> c); (x for x in y).send; f(x for x in y); (a or b) if c else d; u'text'; 0xff; 1_000; 'a' 'b'; {a: b for a, b in c}"""
for line in EXPRESSIONS.splitlines():
    for source in line.split("; "):
        tree = ast.parse(source)
        text = ast.unparse(tree)
        print(f"{ascii(source):30} {ascii(text)} {ast.dump(ast.parse(text)) == ast.dump(tree)}")
STATEMENTS = '''
@decorated(1)
class C[T: int = str, *U, **P](Base, metaclass=M):
    """doc "quoted" text"""
    x: int = 1
    (y): int
    def f(self, a, /, b: int = 2, *c, d, e=5, **g) -> "r": return a, *b
async def h():
    async with a as (b, c), d: await e
    async for x in y: yield
    else: yield from z
if a: pass
elif b: del x, y[0], z.w
else:
    if c: global q
while x: break
else: continue
try: raise
except (A, B) as e: raise X from None
else: 1
finally: 2
try: pass
except* E: pass
match x:
    case [1, *_, -2.5] | {"k": v, **rest} if g: ...
    case P(a, b=3) as whole: ...
    case None | a.b | "s" | (1 + 2j): ...
    case _: ...
with (a, b): pass
with (yield): pass
from . import x as y, z
from ..p.q import *
import a.b as c, d
type A[T] = list[T]
a = b = c, d
a, *b = c
x **= 2; assert a, "b"; nonlocal_ = 1
for a, b in c, d: return_
'''
print(ast.unparse(ast.parse(STATEMENTS)))
