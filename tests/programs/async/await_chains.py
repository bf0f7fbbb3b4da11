# Chains of coroutines: what can be seen of them is the same at every depth.
import asyncio, sys, types, traceback, threading, time
@types.coroutine
def sw(x): return (yield x)
cos=[]
async def lvl(d):
    if d==0:
        t=[]
        for i in range(4): t.append(await sw(i))
        print([c.cr_running for c in cos],[c.cr_suspended for c in cos],[c.cr_await is None for c in cos])
        for c in cos:
            try: c.send(None)
            except (ValueError,RuntimeError) as e: print(repr(e))
            try: await c
            except (ValueError,RuntimeError) as e: print(repr(e))
        t.append(await sw(9))
        f=sys._getframe(); n=[]
        while f: n.append(f.f_code.co_name); f=f.f_back
        print(n)
        await sw(10)
        raise OSError(d)
    c=lvl(d-1); cos.append(c)
    try: return await c
    except OSError as e:
        print(d,len(traceback.extract_tb(e.__traceback__)))
        raise
c=lvl(5); cos.append(c)
v=None
try:
    while True:
        r=c.send(v); print('y',r); v=r
        if r==3: print([x.cr_running for x in cos],[x.cr_await is not None for x in cos])
except OSError as e: print(repr(e))
async def agen(n):
    for i in range(n):
        await deep(4)
        yield i
async def deep(n):
    if n: return await deep(n-1)
    for i in range(3): await asyncio.sleep(0)
async def fails(n):
    if n: return await fails(n-1)
    await asyncio.sleep(0); await asyncio.sleep(0)
    raise ZeroDivisionError
async def canc(n):
    if n:
        try: return await canc(n-1)
        except asyncio.CancelledError: print('c',n,end=' '); raise
        finally: await asyncio.sleep(0)
    await asyncio.sleep(0)
    await asyncio.sleep(100)
async def main():
    print([x async for x in agen(5)])
    print([x+y async for x in agen(2) async for y in agen(2)])
    try: await fails(5)
    except ZeroDivisionError as e: print(len(traceback.extract_tb(e.__traceback__)))
    t=asyncio.create_task(canc(4))
    for i in range(5): await asyncio.sleep(0)
    print(len(t.get_stack()))
    t.cancel()
    try: await t
    except asyncio.CancelledError: print('cancelled')
    try:
        async with asyncio.timeout(0.01): await canc(3)
    except TimeoutError: print('timeout')
    async with asyncio.TaskGroup() as tg:
        a=tg.create_task(deep(3)); b=tg.create_task(deep(5))
asyncio.run(main())
# Another thread looks at a chain that runs.
go=threading.Event(); seen=threading.Event()
def inner():
    yield 0
    yield 1
    go.set(); seen.wait(5)
    yield 2
def a(): yield from inner()
def b(): yield from a()
g=b()
def run():
    print(list(g))
th=threading.Thread(target=run); th.start(); go.wait(5)
f=sys._current_frames()[th.ident]; n=[]
while f: n.append(f.f_code.co_name); f=f.f_back
print([x for x in n if x in ('inner','a','b','run')], g.gi_running)
try: next(g)
except ValueError as e: print(e)
seen.set(); th.join()
