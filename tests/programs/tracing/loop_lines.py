"""sys.settrace: the line events of loops and comprehensions on one line, and on several."""
import sys
events = []
def tracer(frame, event, argument):
    events.append((frame.f_code.co_name, event, frame.f_lineno-frame.f_code.co_firstlineno, argument if isinstance(argument,int) else type(argument).__name__))
    return tracer
def g(x): return x
def a():
    for x in (1,2): g(x)
def b():
    [g(x) for x in (1,2)]
def c():
    for x in (1,2):
        g(x)
def e():
    for x in (n for n in (1,2)): g(x)
def f():
    list(n for n in (1,2))
def h():
    list(n 
      for n in (1,2)
        if n)
def k():
    for x in (1,2): yield x
def l():
    list(k())
    for m in k():
        pass
def m():
    for x in (): pass
def n():
    for x in (1,2): x
    else: g(1)
def q():
    {x: y for x in (1,2) if x for y in (3,4)}
    list((x, y) for x in (1,2) if x for y in (3,4))
for fn in (a, b, c, e, f, h, l, m, n, q):
    events.clear()
    sys.settrace(tracer)
    fn()
    sys.settrace(None)
    print(fn.__name__, *events, sep="\n ")
