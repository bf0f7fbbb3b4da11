"""Jumps while tracing: how many variables are not bound, those of comprehensions included."""

import sys, warnings
warnings.simplefilter("always")
def f(p):
    x = [i for i in p if (w := i)]
    y = {k: v for k, v in ()}
    a = 1
    b = [lambda: z for z in p]
    c = 2
    d = 3
def run(frm, to):
    def tracer(fr, ev, arg):
        if fr.f_code is f.__code__:
            if ev == "line" and fr.f_lineno == f.__code__.co_firstlineno + frm and not done:
                done.append(1)
                with warnings.catch_warnings(record=True) as w:
                    warnings.simplefilter("always")
                    fr.f_lineno = f.__code__.co_firstlineno + to
                print(frm, to, [str(m.message) for m in w])
        return tracer
    done = []
    sys.settrace(tracer)
    try: f([1, 2])
    except Exception as e: print(repr(e))
    finally: sys.settrace(None)
for a, b in (6, 3), (3, 6), (5, 2), (2, 5), (1, 4), (6, 1), (1, 6): run(a, b)
