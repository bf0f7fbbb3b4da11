"""A tracer is told of each line on which something is read, stored or deleted, in the order in which that happens."""
import sys
def tr(fn):
    first = fn.__code__.co_firstlineno
    ev = []
    def t(f, e, a):
        if f.f_code is fn.__code__:
            ev.append((e, f.f_lineno - first))
        return t
    sys.settrace(t)
    try: fn()
    finally: sys.settrace(None)
    print(fn.__name__, ev)
def f1():
    t = (1, 2)
    (a,
     b) = t
    c, d = \
       t
    e = (a +
         b)
    g = [a,
         b,
         c]
    print(
        end='',
    )
    return (
        g
    )
def f2():
    for i in [1, 2]:
        if i == 1:
            continue
        else:
            j = i
    else:
        k = 1
    while True:
        if j:
            break
    x = [
        q
        for q in (1, 2)
        if q
    ]
    return x
def f3():
    a = 1
    a
    (
     a
    )
    b = a if (
       a
    ) else a
    b
    del (
      a
    )
    return b
def f4():
    for (
        x
    ) in (1,2):
        pass
    for x in [1]: pass
    i = 3
    while i:
        i -= 1
    with open('/dev/null') as f:
        f
    try:
        i
    finally:
        x
def f5():
    x = 1
    match x:
        case 2:
            pass
        case y:
            z = y
    return (x,
        y,
        z)

def g1(t=(1,2)):
    (a,
     b) = t
    c, d = \
       t
def g2():
    a = b = c = 1
    [a,
     b,
     c]
    x = (a
      if b
      else c)
    y = (a and
         b and
         c)
    z = (a or
         b)
    if (a and
        b):
        pass
    return (x ==
            y ==
            z)
def g3(o=sys):
    o.qq = \
       o
    o.qq[
       o
    ] if 0 else 1
    d = {}
    k = 1
    v = 2
    d[
      k
    ] = \
      v
    d[k] += \
      v
    v += \
      k
    d = {
      k:
      v
    }
    return d
def g4():
    x = 1
    f = lambda: (
        x
    )
    f(
    )
    f.y = (
        x)
    return f(
    )
def g5(it=[(1,2)]):
    for (a,
         b) in it:
        a
        b
    for a in it: b = a
    return [
      a
      for
      (a,
       b)
      in
      it
      if a]
def g6():
    a = 1
    b = 2
    assert (
       a
    ), \
       b
    try:
        raise (
          ValueError
        )
    except ValueError as e:
        a
    global zz
    zz = \
      a
    return (yy,
      a) if 0 else (
      a,
      b,
      zz
      )
def g7():
    a = 1
    b = [a]
    c = a, \
       b
    print(a,
      b,
      sep=
      '', end=''
      )
    c = b[
      0
    ]
    c = -\
      a
    c = not \
      a
    c = f'''{
       a
    } {
       b
    }'''
    del c, \
        b
    while (
      a
    ):
        a -= (
          1
        )
    def q(x=
       a):
       pass
    return
def g8():
    x = 3
    (x)
    ((
      x)
    )
    y = (
      x)
    (
     y) = x
    (y
     ) = (z
     ) = x
    return
for f in (f1, f2, f3, f4, f5, g1, g2, g3, g4, g5, g6, g7, g8): tr(f)
