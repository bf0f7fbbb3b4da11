"""The order of `co_varnames`, what stands in it and in `co_cellvars`."""

#: flags -W ignore
def a():
    x = [i for i in range(3)]
    y = {k: v for k, v in ()}
    return x, y
def b(p, *args, q=1, **kw):
    r = [s for s in p if s]
    (t, u), *w = r
    with p as z: pass
    for m in p:
        n = m
    else: o = 1
    import os.path as osp, sys
    from os import path, sep as sp
    try: pass
    except E as e: pass
    def inner(): pass
    class C: pass
    return [aa for bb in p for aa in bb]
def c():
    print([i for i in z], [j for j in [i for i in y]])
    del i2
    i3: int
    i4: int = 5
    if (wal := 3): pass
    return [wal2 := k for k in p]
def d():
    global G
    G = 1
    x = [lambda: i for i in range(3)]
    y = [j for j in range(3) if (lambda: j)()]
    z = 1
    return lambda: z
def e(x):
    match x:
        case [a, *b]: pass
        case {"k": v, **rest}: pass
        case C(q, w=z) as whole: pass
    for last in x: pass
def f(x):
    return {(a, b): c for (a, b), c in x for d in c if (e := d)}
def g():
    if 0:
        hidden = 1
    while 0: h2 = 1
    return h3
    h4 = 1
def h(x):
    y: int
    return [y for y in x for z in [w for w in y]]
async def i(x):
    async with x as y: pass
    async for z in y: pass
    return [q async for q in z], (r for r in z)
class K:
    l = [k for k in ()]
    def m(self): 
        t = [__p for __p in ()]
for fn in (a,b,c,d,e,f,g,h,i,K.m): print(fn.__name__, fn.__code__.co_varnames, fn.__code__.co_nlocals, fn.__code__.co_cellvars, fn.__code__.co_names)
lam = lambda x: [y for y in x]
print(lam.__code__.co_varnames)
exec("co = compile('[z for z in ()]', '', 'exec')"); print(co.co_varnames, co.co_nlocals, co.co_names)
def aa():
    i3: int
def bb():
    i3: int
    print(i3)
def cc():
    (i3): int
def dd():
    i3: int
    def f(): return i3
def ee():
    i3: int
    if 0: i3 = 1
def ff():
    i3: int
    return 1
    i3 = 4
def gg(i3: int): i3: str
def hh():
    i3: int
    locals()
    del i3
def ii():
    x: int
    y: int = 1
    [x for x in y]
def jj():
    global G
    while 0: h2 = 1
    if False: h5=1
    else: h6=1
    try: pass
    finally: h8 = 1
    return h3
    h4 = 1
for fn in (aa, bb, cc, dd, ee, ff, gg, hh, ii, jj): print(fn.__name__, fn.__code__.co_varnames, fn.__code__.co_nlocals, fn.__code__.co_cellvars, fn.__code__.co_names)


def nested(p):
    return [[w for x in b if (z := x)] for a in p if (w := a) for b in [y for y in a]], [q for q in p]


print(nested.__code__.co_varnames)
