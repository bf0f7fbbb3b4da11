import threading, queue, time
log = []
def work(n, sleep=0): log.append(n)
ts = [threading.Thread(target=work, args=(i,), name=f"T{i}") for i in range(5)]
for t in ts: t.start()
for t in ts: t.join()
print(sorted(log), [t.name for t in ts], [t.is_alive() for t in ts][:1], threading.current_thread().name, threading.main_thread() is threading.current_thread(), threading.active_count(), ts[0].daemon, ts[0].ident is not None)
lock = threading.Lock(); total = 0
def add():
    global total
    for _ in range(2000):
        with lock: total += 1
ts = [threading.Thread(target=add) for _ in range(4)]
[t.start() for t in ts]; [t.join() for t in ts]; print(total, lock.locked(), lock.acquire(), lock.acquire(blocking=False), lock.acquire(timeout=0.01), lock.locked(), lock.release())
rl = threading.RLock()
with rl:
    with rl: print("reentrant")
ev = threading.Event(); out = []
def waiter(): out.append(ev.wait(5)); out.append("released")
t = threading.Thread(target=waiter); t.start(); ev.set(); t.join(); print(out, ev.is_set(), ev.clear(), ev.wait(0.001))
q = queue.Queue(maxsize=2); res = []
def producer():
    for i in range(6): q.put(i)
    q.put(None)
def consumer():
    while (x := q.get()) is not None: res.append(x); q.task_done()
a, b = threading.Thread(target=producer), threading.Thread(target=consumer); a.start(); b.start(); a.join(); b.join(); print(res, q.empty(), q.qsize())
cond = threading.Condition(); items = []
def cons():
    with cond:
        cond.wait_for(lambda: items); print("got", items.pop())
t = threading.Thread(target=cons); t.start()
with cond: items.append("x"); cond.notify_all()
t.join()
sem = threading.Semaphore(2); print(sem.acquire(), sem.acquire(), sem.acquire(blocking=False), sem.release(), sem.acquire(False)); bs = threading.BoundedSemaphore(1)
bar = threading.Barrier(3); order = []
def party(i): order.append(bar.wait() >= 0)
ts = [threading.Thread(target=party, args=(i,)) for i in range(3)]; [t.start() for t in ts]; [t.join() for t in ts]; print(order, bar.n_waiting, bar.parties, bar.broken)
loc = threading.local(); loc.v = "main"; seen = []
def see(): seen.append(hasattr(loc, "v")); loc.v = "t"; seen.append(loc.v)
t = threading.Thread(target=see); t.start(); t.join(); print(seen, loc.v)
class Loc(threading.local):
    def __init__(self): self.n = 0
ll = Loc(); ll.n += 1; t = threading.Thread(target=lambda: seen.append(ll.n)); t.start(); t.join(); print(seen[-1], ll.n)
def hook(args): print("hook", args.exc_type.__name__, args.exc_value, args.thread.name)
threading.excepthook = hook; t = threading.Thread(target=lambda: 1 / 0, name="bad"); t.start(); t.join(); threading.excepthook = threading.__excepthook__
class My(threading.Thread):
    def __init__(self, n): super().__init__(); self.n = n
    def run(self): self.result = self.n * 2
m = My(21); m.start(); m.join(); print(m.result)
tm = threading.Timer(0.01, lambda: print("timer")); tm.start(); tm.join()
for bad in (lambda: m.start(), lambda: threading.current_thread().join(), lambda: threading.Thread(target=print).join(), lambda: lock.release(), lambda: lock.release(), lambda: bs.release(), lambda: threading.Semaphore(-1), lambda: queue.Queue().get_nowait(), lambda: queue.Queue(1).get(timeout=0.01), lambda: rl.release(), lambda: cond.notify(), lambda: threading.Thread(5), lambda: threading.local().x, lambda: q.task_done() or q.task_done() or [q.task_done() for _ in range(9)]):
    try: print(bad())
    except Exception as exc: print(type(exc).__name__, exc)
pq = queue.PriorityQueue(); [pq.put(x) for x in (3, 1, 2)]; lq = queue.LifoQueue(); [lq.put(x) for x in (3, 1, 2)]; sq = queue.SimpleQueue(); sq.put(1); print([pq.get() for _ in range(3)], [lq.get() for _ in range(3)], sq.get())
qs = queue.Queue(); qs.put(1); qs.shutdown(); print(qs.get())
try: qs.get()
except queue.ShutDown as exc: print("shut down")
from concurrent.futures import *
with ThreadPoolExecutor(3) as ex:
    print(list(ex.map(lambda x: x * x, range(5))), ex.submit(pow, 2, 5).result(), sorted(f.result() for f in as_completed([ex.submit(len, "ab"), ex.submit(len, "abc")])))
    f = ex.submit(lambda: 1 / 0); print(repr(f.exception()), f.done(), f.cancelled(), f.cancel())
    try: f.result()
    except ZeroDivisionError as exc: print(exc)
print(threading.stack_size(), threading.get_ident() == threading.main_thread().ident, threading.enumerate() == [threading.main_thread()])
