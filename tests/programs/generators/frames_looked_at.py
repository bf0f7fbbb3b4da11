# Frames of generators that somebody has looked at once: what they show follows the generators.
import sys, threading, traceback, gc
def where(f): return (f.f_lineno - f.f_code.co_firstlineno, dict(f.f_locals))
def inner(n):
    a = n
    yield where(sys._getframe())
    for i in range(n):
        b = i
        yield where(me.gi_frame), [k for k in (sum(1 for _ in [0]),)]
    c = look()
    yield c
    try: {}['x']
    except KeyError as e: print([t.lineno - inner.__code__.co_firstlineno for t in traceback.extract_tb(e.__traceback__)])
    yield where(frames[0])
    try: frames[0].clear()
    except RuntimeError as e: print(e)
    yield sys._getframe() is frames[0], frames[0].f_back.f_code.co_name
    frames[0].f_locals['b'] = 'written'
    yield b
    return 'end'
def look(): return [where(f)[0] for f in frames]
def outer(n):
    x = 0
    r = yield from inner2(n)
    yield r
def inner2(n):
    r = yield from me
    return r
me = inner(3); o = outer(3); frames = [me.gi_frame, o.gi_frame]
print(where(frames[0]), frames[0].f_back)
for x in o:
    print(x)
    print(where(frames[0]), where(frames[1]), frames[0].f_back, frames[1].f_back)
    try: frames[0].clear()
    except RuntimeError as e: print(e)
print(where(frames[0]), where(frames[1]), me.gi_frame, o.gi_frame)
frames[0].clear()
# Ended by an exception, by close.
def fails():
    yield 1
    yield 2
    raise KeyError
g = fails(); f = g.gi_frame
try:
    for x in g: print(f.f_lineno - f.f_code.co_firstlineno)
except KeyError: print(f.f_lineno - f.f_code.co_firstlineno, f.f_back)
g = fails(); f = g.gi_frame; next(g); g.close(); print(f.f_lineno - f.f_code.co_firstlineno, g.gi_frame)
# A trace function of its own, kept over times without tracing.
def traced():
    yield 1
    yield 2
    yield 3
    switch(True)
    yield 4
    yield 5
events = []
def tell(frame, event, arg):
    events.append((frame.f_code.co_name, event, frame.f_lineno - frame.f_code.co_firstlineno)); return tell
def glob(frame, event, arg): return None
def switch(on): sys.settrace(glob if on else None)
t = traced(); t.gi_frame.f_trace = tell
def through(): yield from t
th = through()
next(th); switch(True); next(th); switch(False); next(th); next(th); next(th); switch(False)
print(events)
# Another thread runs it.
go, seen = threading.Event(), threading.Event()
def waits():
    v = 1
    yield v
    v = 2
    go.set(); seen.wait(5)
    v = 3
    yield v
w = waits(); f = w.gi_frame; next(w)
def via(): yield from w
th = threading.Thread(target=lambda: print(list(via()))); th.start(); go.wait(5)
print(where(f), w.gi_running, w.gi_frame is f, f.f_back.f_code.co_name)
try: f.clear()
except RuntimeError as e: print(e)
seen.set(); th.join(); print(where(f))
# What ended keeps its variables with the frame object, and with that only.
import weakref
class K: pass
def raising():
    k = K(); raising.w = weakref.ref(k)
    yield 1
    n = 5
    raise OSError
def over(): yield from raising()
try: list(over())
except OSError as e:
    tb = e.__traceback__; seen = []
    while tb: seen.append((tb.tb_frame.f_code.co_name, sorted(tb.tb_frame.f_locals)[-3:])) if tb.tb_frame.f_code.co_name != '<module>' else None; tb = tb.tb_next
    print(seen)
    fr = e.__traceback__.tb_next.tb_next.tb_frame; fr.clear(); print(fr.f_locals)
def once(look):
    k = K(); once.w = weakref.ref(k)
    if look: look = sys._getframe()
    yield
    return
def churn(): return [object() for _ in range(50)]
g = once(False); list(g); churn(); gc.collect(); print(once.w())
