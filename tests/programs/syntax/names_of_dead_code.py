# `co_names` tells the names of code without effect, too: behind a jump, in branches that are never taken.
for s in 'a = b = c if __debug__ else e', 'a = c if 1 else e', 'a = c if 0 else e', 'a = c if not __debug__ else e', 'if 0: x\nelse: y', 'if __debug__: x\nelse: y', 'while 0: x', 'while 1: x\nelse: y', 'a = 1 and b', 'a = 0 and b', 'a = 1 or b', 'a = c if (1 and 0) else e', 'assert 1, x', 'assert 0, x', 'x = 1 if True else y.z', 'x = f(a) if None else g(b)', 'a = not 1 and b', 'a = "x" and b', 'a = () and b', 'a = [c if 1 else e for i in j]', 'if 1:\n pass\nelif x: y', 'return_ = (lambda: a if 1 else b)', 'x = a if b else c', 'x = (1 if 0 else y)', 'while not 1: x', 'if not 0: x\nelse: y', 'if 0 or 1: x\nelse: y', 'if a and 0: x', 'if 0 and a: x\nelse: y', 'if (a if 1 else b): x', 'a if ... else b', 'a if (1,) else b', 'a if -1 else b', 'a if 1-1 else b', 'a if __debug__ and x else b', 'try: x\nfinally: a if 0 else b':
    for o in 0, 1, 2:
        c = compile(s, 'f', 'exec', optimize=o); print(s.replace('\n', ';'), o, c.co_names, c.co_consts if 0 else '')

src = '''
def f1():
    return 1
    a.b = c.d(e)
    import g.h as i, j
    from k import l
    del m.n
    global o
    o = 1
    for p in q: r()
    with s as t: u
    V(w)
    y
    z; bb
    try: cc
    except dd: ee
    ff[gg] += hh
    raise ii from jj
def f2():
    while True:
        if a: continue
        b
        break
        c.d
    else:
        e
    f
def f3():
    if 0:
        import a.b as c
        from d import e
        g.h.i = 1
    elif j: k
    return l
    m
def f4():
    raise a
    b(c=d, **e)
    print(f'{f!r:{g}}', h'')
def f5(x):
    match x:
        case 1: return a
        case _: return b
    c
def f6():
    try: return a
    finally: return b
    c
def f7():
    for x in y:
        continue
        z.w
def f8():
    assert 0, a
    assert __debug__, b.c
    if not __debug__: d
    return e if 1 else f.g
class C:
    if 0: a = b
    v
if 0: dead; Dead
async def f9():
    return
    await a
    async for b in c: d
    async with e as f: g
    yield
'''.replace("print(f'{f!r:{g}}', h'')", "print(f'{f!r:{g}}')")
def walk(c, depth=0):
    print(' ' * depth, c.co_name, c.co_names, c.co_varnames, c.co_freevars, c.co_cellvars)
    for k in c.co_consts:
        if hasattr(k, 'co_name'): walk(k, depth + 1)
for o in 0, 1: walk(compile(src, "f", "exec", optimize=o))
