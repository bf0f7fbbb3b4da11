# Errors that are found before code is made have their place in attributes only; what is never run is looked at, too.
for optimize in (0, 1):
    for source in [
        "assert not await s(); a = 1", "assert (yield)", "class A:\n assert await x", "def f():\n assert await x",
        "def f():\n assert [x async for x in y]", "if 0: await x", "if 0:\n async with a: pass", "x if 1 else await y",
        "0 and (await y)", "if 0: yield", "if 0: return", "lambda: await x", "if 0:\n  async for x in y: pass",
        "if 0: [await x for x in y]", "async def f(): assert await x", "(await x for x in y)",
    ]:
        try:
            compile(source, "f.py", "exec", optimize=optimize)
            print(optimize, repr(source), "ok")
        except SyntaxError as e:
            print(optimize, repr(source), e.args, e.filename, e.lineno, e.offset, e.end_lineno, e.end_offset, e.text)
for source in [
    "def f():\n global x\n nonlocal x", "def f():\n nonlocal x\n global x", "def f(a):\n nonlocal a\n", "x: int\nglobal x",
    "def f():\n x = 1\n global x", "def f():\n nonlocal zz", "nonlocal x", "def f(a, a): pass", "def f():\n from a import *",
    "[x := 1 for x in y]", "async def f(): yield from x", "return", "async def f():\n yield\n return 1", "a: (yield)",
    "def f[T]():\n  nonlocal T", "class A[T, T]: pass", "continue", "try: pass\nexcept: pass\nexcept A: pass",
    "from __future__ import x", "a = 1\nfrom __future__ import division", "(__debug__ := 1)", "def f(__debug__): pass",
    "x = *a", "def f():\n print(x)\n global x", "def f():\n global x\n x = 1\n nonlocal x", "a b",
    "match a:\n case x: pass\n case y: pass",
]:
    try:
        compile(source, "f.py", "exec")
        print(repr(source), "ok")
    except SyntaxError as e:
        print(repr(source), e.args, e.filename, e.lineno, e.offset, e.end_lineno, e.end_offset, e.text)

# A warning is given once, even where a `finally` clause is emitted for each way out.
import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    compile("def f():\n for x in y:\n  try:\n   if x: return 1\n   if y: continue\n  finally:\n   x is 1\n", "f.py", "exec")
print([(w.lineno, str(w.message)) for w in caught])

# Letters that only look different.
for name in ("Tru\u1d49", "Fal\u017fe", "N\xbane"):
    try:
        compile(name, "f.py", "eval")
    except ValueError as e:
        print(e)

import ast

target = ast.Tuple([ast.Name("x", ast.Store())], ast.Store())
tree = ast.Expression(ast.NamedExpr(target, ast.Constant(1)))
try:
    compile(ast.fix_missing_locations(tree), "f.py", "eval")
except TypeError as e:
    print(e)
