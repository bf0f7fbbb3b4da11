import asyncio
log = []
async def work(n, delay):
    log.append(f"start {n}")
    await asyncio.sleep(delay)
    log.append(f"end {n}")
    return n * 10
async def main():
    print(await work(0, 0), await asyncio.gather(work(1, 0.3), work(2, 0.01)), log); log.clear()
    t = asyncio.create_task(work(3, 0.01), name="T3"); print(t.get_name(), t.done()); print(await t, t.result(), t.done())
    async with asyncio.TaskGroup() as tg: a = tg.create_task(work(4, 0.01)); b = tg.create_task(work(5, 0))
    print(a.result() + b.result())
    try: await asyncio.wait_for(asyncio.sleep(5), 0.01)
    except TimeoutError as exc: print("timeout", repr(exc))
    try:
        async with asyncio.timeout(0.01): await asyncio.sleep(5)
    except TimeoutError: print("timeout ctx")
    c = asyncio.create_task(asyncio.sleep(5)); await asyncio.sleep(0); print(c.cancel("why"))
    try: await c
    except asyncio.CancelledError as exc: print("cancelled", exc.args, c.cancelled())
    print(await asyncio.gather(fail(), work(6, 0), return_exceptions=True))
    try:
        async with asyncio.TaskGroup() as tg: tg.create_task(fail()); tg.create_task(asyncio.sleep(9))
    except* ValueError as eg: print(repr(eg))
    q = asyncio.Queue(2); out = []
    async def prod():
        for i in range(5): await q.put(i)
        await q.put(None)
    async def cons():
        while (x := await q.get()) is not None: out.append(x)
    await asyncio.gather(prod(), cons()); print(out)
    lock, ev, sem = asyncio.Lock(), asyncio.Event(), asyncio.Semaphore(1); order = []
    async def locked(n):
        async with lock: order.append(f"in {n}"); await asyncio.sleep(0); order.append(f"out {n}")
    await asyncio.gather(locked(1), locked(2)); print(order)
    asyncio.get_running_loop().call_soon(ev.set); print(await ev.wait()); f = asyncio.get_running_loop().create_future(); asyncio.get_running_loop().call_later(0.001, f.set_result, "fut"); print(await f)
    done, pending = await asyncio.wait([asyncio.create_task(work(7, 0)), asyncio.create_task(work(8, 9))], return_when=asyncio.FIRST_COMPLETED); print(len(done), len(pending)); [p.cancel() for p in pending]
    for co in asyncio.as_completed([work(1, 0.02), work(2, 0.0)]): print(await co, end=" ")
    print(await asyncio.to_thread(lambda: "thread"), await asyncio.shield(work(9, 0)), asyncio.current_task().get_name()[:4], len(asyncio.all_tasks()) >= 1)
    p = await asyncio.create_subprocess_exec("echo", "sub", stdout=asyncio.subprocess.PIPE); print((await p.communicate())[0], p.returncode)
    r, w = await asyncio.open_connection(*(await serve())); w.write(b"ping\n"); print(await r.readline()); w.close(); await w.wait_closed()
    async def ag():
        for i in range(3): await asyncio.sleep(0); yield i
    print([x async for x in ag()])
    return "result"
async def serve():
    async def handle(r, w): w.write(b"echo " + await r.readline()); await w.drain(); w.close()
    global server; server = await asyncio.start_server(handle, "127.0.0.1", 0); return server.sockets[0].getsockname()
async def fail(): raise ValueError("failed")
print(asyncio.run(main()))
with asyncio.Runner() as r: print(r.run(work(1, 0)))
try: asyncio.run(fail())
except ValueError as exc: print(exc)
try: asyncio.run(5)
except Exception as exc: print(type(exc).__name__, exc)
try: asyncio.get_running_loop()
except RuntimeError as exc: print(exc)
import contextvars
v = contextvars.ContextVar("v", default=0)
async def ctx(n): v.set(n); await asyncio.sleep(0); return v.get()
async def cm(): return await asyncio.gather(ctx(1), ctx(2)), v.get()
print(asyncio.run(cm()))
