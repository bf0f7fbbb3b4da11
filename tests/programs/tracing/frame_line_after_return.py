"""f_lineno of frames that have returned, raised, or suspended: the line where they ended."""
import sys
def f():
    x=1
    fr=sys._getframe()
    if x:
        return fr
    return None
fr=f(); print(fr.f_lineno-fr.f_code.co_firstlineno, fr.f_lasti > 0, fr.f_back.f_code.co_name, fr.f_locals['x'])
def g():
    fr=sys._getframe()
    try:
        1/0
    except ZeroDivisionError:
        pass
    finally:
        y=2
    return fr
fr=g(); print(fr.f_lineno-fr.f_code.co_firstlineno)
def h():
    global keep; keep=sys._getframe()
    raise ValueError
try: h()
except ValueError as e: print(keep.f_lineno-keep.f_code.co_firstlineno, e.__traceback__.tb_next.tb_lineno-keep.f_code.co_firstlineno, e.__traceback__.tb_next.tb_frame is keep)
def k():
    fr=sys._getframe()
    with open('/dev/null'):
        return fr
fr=k(); print(fr.f_lineno-fr.f_code.co_firstlineno)
def gen():
    yield sys._getframe()
    yield 1
G=gen(); fr=next(G); print(fr.f_lineno-fr.f_code.co_firstlineno); next(G); print(fr.f_lineno-fr.f_code.co_firstlineno); list(G); print(fr.f_lineno-fr.f_code.co_firstlineno)
def lp():
    fr=sys._getframe()
    for i in range(3):
        pass
    else:
        i
    return (
      fr)
fr=lp(); print(fr.f_lineno-fr.f_code.co_firstlineno)
def imp():
    global keep; keep=sys._getframe()
    x=1
imp(); print(keep.f_lineno-keep.f_code.co_firstlineno)
def imp2():
    global keep; keep=sys._getframe()
    if not keep:
        x=1
imp2(); print(keep.f_lineno-keep.f_code.co_firstlineno)
def imp3():
    global keep; keep=sys._getframe()
    for i in (1,2):
        x=1
imp3(); print(keep.f_lineno-keep.f_code.co_firstlineno)
def imp4():
    global keep; keep=sys._getframe()
    try:
        x=1
    finally:
        y=1
imp4(); print(keep.f_lineno-keep.f_code.co_firstlineno)
def imp5():
    global keep; keep=sys._getframe()
    while True:
        if keep: break
imp5(); print(keep.f_lineno-keep.f_code.co_firstlineno)
async def co():
    global keep; keep=sys._getframe()
    x=1
try: co().send(None)
except StopIteration: print(keep.f_lineno-keep.f_code.co_firstlineno)
