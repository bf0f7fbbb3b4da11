"""Lines that tracing and monitoring tell of in comprehensions and loops that stand on several."""

import sys


def f1(p):
    x = [
        i
        for i in p
        if i
    ]
    return x
def f2(p):
    x = [
        (i,
         j)
        for i in p
        if i
        if i > 1
        for j in p
        if j and
           i
    ]
def f3(p):
    return {
        i:
        1
        for i
        in p
        if not i
        or i > 2
    }
def f4(p):
    for q in p:
        if (q and
            p):
            pass
        y = [a
            for a in p if a]
    z = {a
         for a in p}
    return (yield [
        b for
        b in p
        ])
def f5(p):
    return list(
        c
        for c in p
        if c
    )
def f6(p):
    return [
        i.real
        for i in p
        if i
    ]
def f7(p):
    return [
        i + 1
        for i in p
        if i < 3
    ]
def f8(p):
    return [
        1
        for i in p
        if i < 3
    ]
def g1(p):
    return [x for y in p
            for x in y]
def g2(p):
    return [x
            for y in p for x in y]
def g3(p):
    return [
        x for y in p
        for x in y]
def g4(p):
    return [
        (x, y) for y in p if y
        for x in y if x
        if x > 1]
def g5(p):
    return [[x
             for x in y if x]
            for y in p
            if y]
def g6(p):
    return list(x
        for y in p
        if y
        for x in y
        if x)
def g7(p):
    return list(x for y in p if y
        for x in y)
def g8(p):
    return {x: y for y in p if y for x in y
            if (x
                or y)}
def g9(p):
    return [x for y in p if not y
            for x in (1,
                      2)]
def g10(p):
    for a in [x for x
              in p if x]: a
    b = [x
         for x in p]; c = 1
    return b
def h1(p):
    for i in p: pass
def h3(p):
    for i in p:
        pass
def h4(p):
    n = 3
    while n:
        n -= 1
def h5(p):
    n = 3
    while (n :=
          n - 1):
        pass
def h6(p):
    for i in p:
        for j in i: pass
def h7(p):
    n = 3
    while True:
        n -= 1
        if not n: break
def h8(p):
    for i in p:
        if i: continue
        i = 3
def h9(p):
    n = 5
    while n:
        n -= 1
        if n == 3:
            continue
        i = 3
def h10(p):
    for i in p:
        if i:
            i = 4
    else: i = 3
    return i
def f9(p):
    r = {str(a) for a in range(3)
        if a}
    return r
def f10(p):
    r = [
        1 for a in [0, 1, 2] if (a
            and a != 2)]
    return r
def f11(p):
    r = {
        str(a): [1 for x in [None, 3]] for a in [None, 3] if a
        if not a != 2}
    return r


lines = []


def note(code, line):
    if code.co_filename == __file__ and code.co_name[0] in "fgh<" and code.co_name != "<module>":
        lines.append(line - code.co_firstlineno)


def tracer(frame, event, arg):
    if event == "line":
        note(frame.f_code, frame.f_lineno)
    return tracer


def run(function, rows):
    """Calls it, and what it returns to its end if that is a generator."""
    result = function(rows)
    if hasattr(result, "send"):
        list(result)


flat, nested = range(4), [[1, 0, 2], [], [3, 4]]
functions = {name: function for name, function in globals().items() if name[0] in "fgh" and name[1:].isdigit()}
for name, function in functions.items():
    lines.clear()
    sys.settrace(tracer)
    run(function, flat if name[0] == "f" else nested)
    sys.settrace(None)
    print("trace", name, lines)

events = sys.monitoring.events
sys.monitoring.use_tool_id(3, "lines")
sys.monitoring.register_callback(3, events.LINE, note)
for name, function in functions.items():
    if name in ("f5", "g6", "g7"):
        continue
    lines.clear()
    sys.monitoring.set_events(3, events.LINE)
    run(function, flat if name[0] == "f" else nested)
    sys.monitoring.set_events(3, 0)
    print("monitor", name, lines)
