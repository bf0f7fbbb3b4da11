import multiprocessing as mp, os
def square(x): return x * x
def fail(x): raise ValueError(f"bad {x}")
def child(q, conn): q.put(("from child", os.getpid() != parent)); conn.send([1, 2]); conn.close()
parent = os.getpid()
if __name__ == "__main__":
    ctx = mp.get_context("fork")
    with ctx.Pool(2) as p:
        print(p.map(square, range(6)), p.apply(square, (7,)), list(p.imap(square, [1, 2])), sorted(p.imap_unordered(square, [3, 4])), p.starmap(pow, [(2, 3), (3, 2)]), p.apply_async(square, (9,)).get(5))
        try: p.map(fail, [1])
        except ValueError as exc: print(exc)
    q = ctx.Queue(); a, b = ctx.Pipe(); pr = ctx.Process(target=child, args=(q, b), name="kid"); pr.start(); print(q.get(), a.recv()); pr.join(); print(pr.exitcode, pr.name, pr.is_alive())
    e = ctx.Process(target=fail, args=(1,)) if 0 else ctx.Process(target=os._exit, args=(3,)); e.start(); e.join(); print(e.exitcode)
    ev = ctx.Event(); w = ctx.Process(target=ev.set); w.start(); print(ev.wait(5)); w.join(); lock = ctx.Lock(); print(lock.acquire(), lock.acquire(block=False)); print(mp.current_process().name, mp.parent_process(), mp.active_children(), ctx.get_start_method())
    from concurrent.futures import ProcessPoolExecutor
    with ProcessPoolExecutor(2, mp_context=ctx) as ex: print(list(ex.map(square, [1, 2, 3])), ex.submit(square, 5).result())
