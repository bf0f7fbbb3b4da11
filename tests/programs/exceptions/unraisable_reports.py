# What is printed about exceptions that nobody can catch: their entries with the lines, no marks, nothing of where they come from.
import gc,sys
class D:
    def __init__(s,f): s.f=f
    def __del__(self):
        x = self.f() + 1
def a(): return [1/0 for i in 'x'][0] + 2
def b(): raise ValueError('é\nz')
def c(): b(); return 1
def e():
    try: 1/0
    except Exception as x: raise KeyError(1) from x
def g():
    try: 1/0
    except Exception as x: raise ExceptionGroup('g',[x])
for f in (a,b,c,e,g, lambda: None.x, lambda: eval('1+')):
    D(f); gc.collect()
import sys
def rec(n):
    if n: rec(n-1)
    else: raise ValueError()
D(lambda: rec(10)); gc.collect()
sys.tracebacklimit=2; D(lambda: rec(1)); gc.collect()
sys.tracebacklimit=0; D(lambda: rec(1)); gc.collect()
del sys.tracebacklimit
T=None
def h(a):
    global T; T=type(a); print(a[0], len(a), type(a).__qualname__, type(a).__module__, type(a))
sys.unraisablehook=h; D(lambda: 1/0); gc.collect(); sys.unraisablehook=sys.__unraisablehook__
class U:
    pass
class W(Exception):
    def __str__(s): raise KeyError
class Bad:
    def __repr__(s): raise KeyError
try: 1/0
except Exception as e: tb=e.__traceback__
for a in ((ValueError,None,None,None,None),(W,W(),None,'m',None),(W,W(1),tb,None,Bad()),(KeyError,KeyError(3),tb,'m',3)):
    try: sys.unraisablehook(T(a))
    except Exception as e: print(repr(e), file=sys.stderr)
