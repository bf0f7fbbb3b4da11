# Chains of generators: what can be seen of them is the same at every depth.
import sys, traceback, types, gc, inspect
def names(f):
    out=[]
    while f is not None:
        out.append((f.f_code.co_name, f.f_lineno)); f=f.f_back
    return out
seen=[]
def look(): return names(sys._getframe(1))
class Box: pass
box=Box()
def inner():
    got = yield 1
    print('got', got)
    got = yield look()
    print('got', got)
    print([g.gi_running for g in box.gens], [g.gi_suspended for g in box.gens], [g.gi_yieldfrom is None for g in box.gens])
    for g in box.gens:
        try: next(g)
        except ValueError as e: print(e)
        try: g.send(3)
        except ValueError as e: print(e)
        try: g.throw(KeyError)
        except ValueError as e: print(e)
        try: g.close()
        except ValueError as e: print(e)
        try: g.gi_frame.clear()
        except RuntimeError as e: print(e)
    yield 5
    yield [names(g.gi_frame) for g in box.gens]
    yield 6
    yield 7
    try:
        yield 8
    except KeyError as e:
        print('caught', repr(e), sys.exception() is e, [ (t.name,t.lineno) for t in traceback.extract_tb(e.__traceback__)])
        yield 9
    print(sys.exception())
    yield 10
    raise LookupError('out')
def level(n, handling):
    if handling:
        try: raise TypeError(n)
        except TypeError:
            try:
                r = yield from (inner() if n == 0 else level(n-1, handling))
            except LookupError as e:
                print(n, 'ctx', repr(e.__context__))
                raise
            return r
    else:
        try:
            if n == 0: r = yield from inner()
            else:
                g = level(n-1, handling)
                box.gens.append(g)
                r = yield from g
        except LookupError as e:
            print(n, [(t.name,t.lineno) for t in traceback.extract_tb(e.__traceback__)])
            raise
        return r
def play(n, handling=False):
    g=level(n, handling); box.gens=[g]
    print(next(g)); print(g.send('a')); print(g.send('b'))
    print([x.gi_running for x in box.gens],[x.gi_suspended for x in box.gens])
    print(next(g)); print(next(g)); 
    for x in g:
        print(x)
        if x==8: break
    print(g.throw(KeyError('k')))
    print(next(g))
    try: next(g)
    except LookupError as e:
        print(repr(e), [(t.name,t.lineno) for t in traceback.extract_tb(e.__traceback__)])
    print(next(g,'end'), [x.gi_frame for x in box.gens])
for d in (0,1,2,5): play(d)
play(3, True)
# values of return
def leaf(n):
    for i in range(n): yield i
    return n
def node(n,d):
    if d==0: return (yield from leaf(n))
    a = yield from node(n, d-1)
    b = yield from node(n+1, d-1)
    return (a,b)
def top():
    r = yield from node(1,3)
    print('returned', r)
print(list(top()))
# the middle one driven by somebody else
def mid():
    yield from leaf(6)
m=mid()
def outer(): yield from m
o=outer()
print(next(o),next(m),next(o),next(o),next(m),list(o),list(m))
# others run the inner one
def selfish(h):
    yield 0
    try: print(next(h[0]))
    except ValueError as e: print(e)
    yield 1
h=[]
s=selfish(h)
def w1(): yield from s
def w2(): yield from x1
x1=w1(); h.append(x1); x2=w2()
print(list(x2))
# run directly what another chain waits for: it is not running, the inner one is
s2=None
def inner2():
    yield 0
    for g in (a1,a2):
        try: print('inner2', g.gi_running, next(g))
        except (ValueError, StopIteration) as e: print(repr(e))
    yield 1
s2=inner2()
def v1(): yield from s2
def v2(): yield from a1
a1=v1(); a2=v2()
print(next(a2)); print(next(s2)); print(list(a2))
# tracing switched on inside
def tr():
    yield 0
    yield 1
    ev=[]
    def t(f,e,a):
        ev.append((f.f_code.co_name,e)); return t
    sys.settrace(t)
    yield 2
    yield 3
    sys.settrace(None)
    yield ev
def t1(): yield from tr()
def t2(): yield from t1()
def drive():
    for x in t2(): print(x)
drive()
# send, recursion limit, deep chains
def rec(n):
    if n: yield from rec(n-1)
    else:
        while True: yield sum(1 for _ in iter(lambda f=[sys._getframe()]: f.append(f.pop().f_back) or f[0], None))
r=rec(100); next(r); print(next(r)-next(r))
def deep(n):
    yield n
    yield from deep(n+1)
try:
    for x in deep(0): pass
except RecursionError as e: print('RecursionError', x>500)
def cnt(n):
    if n: yield from cnt(n-1)
    else:
        yield
        def f(k):
            try: return f(k+1)
            except RecursionError: return k
        while True: yield f(0)
a=cnt(0); next(a); a0=next(a); b=cnt(200); next(b); b0=next(b); b1=next(b)
print(a0-b0, b0-b1)
# finalisation does not keep the outer alive
class K: pass
import weakref
def keep(i): 
    k=K(); keep.w=weakref.ref(k)
    yield from i
i=leaf(5); q=keep(i); next(q); next(q); next(q); del q; gc.collect(); print(keep.w() is None)
