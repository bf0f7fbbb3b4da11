"""Queues between interpreters."""
import _interpqueues
from concurrent import interpreters
from concurrent.interpreters import _queues as queues


def attempt(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(type(e).__module__, type(e).__name__, e)


q = interpreters.create_queue(2)
print(q.maxsize, q.empty(), q.full(), q.qsize(), q.unbounditems)
q.put([1, 2])
q.put(("a", None))
attempt(q.put_nowait, 3)
attempt(q.put, 3, timeout=0)
print(q.full(), q.get(), q.get())
attempt(q.get_nowait)
attempt(q.get, timeout=0)
try:
    q.put(i for i in ())
except interpreters.NotShareableError as e:
    print("not shareable")

# From one to another, and a queue through a queue.
interp = interpreters.create()
other = interpreters.create_queue()
interp.prepare_main(q=q, other=other)
interp.exec("""if True:
    q.put({'x': 1})
    q.put(other)
    other.put('in other')
""")
print(q.get())
got = q.get()
print(got is other, other.get())

# Items of an interpreter that has ended.
q = interpreters.create_queue()
interp.prepare_main(q=q)
interp.exec("""if True:
    from concurrent.interpreters import _queues as queues
    q.put(1)
    q.put(2, unbounditems=queues.UNBOUND_ERROR)
    q.put(3, unbounditems=queues.UNBOUND_REMOVE)
    q.put(4, unbounditems=queues.UNBOUND)
""")
print(q.qsize())
interp.close()
print(q.qsize(), q.get())
attempt(q.get)
print(q.get() is queues.UNBOUND, q.empty())

id = _interpqueues.create(1, 3, 0)
print(_interpqueues.get_queue_defaults(id), _interpqueues.get_maxsize(id))
attempt(_interpqueues.put, id, [1])
attempt(_interpqueues.put, id, 2**70)
attempt(_interpqueues.put, id, 1, 9)
attempt(_interpqueues.release, id)
_interpqueues.bind(id)
_interpqueues.release(id)
attempt(_interpqueues.get, id)
attempt(_interpqueues.get, -1)
attempt(_interpqueues.get, "a")
attempt(_interpqueues.create, 1, 9, -1)
attempt(_interpqueues.create, 1, 3, 5)
attempt(_interpqueues.destroy, id)

# Many at once.
import threading
work, done = interpreters.create_queue(), interpreters.create_queue()


def worker():
    interp = interpreters.create()
    interp.prepare_main(work=work, done=done)
    interp.exec("""if True:
        while (item := work.get()) is not None:
            done.put((item, [str(i) for i in range(item * 10)]))
    """)
    return interp


pool = []
threads = [threading.Thread(target=lambda: pool.append(worker())) for _ in range(3)]
for t in threads:
    t.start()
for i in range(30):
    work.put(i)
for t in threads:
    work.put(None)
results = sorted(done.get() for _ in range(30))
for t in threads:
    t.join()
assert results == [(i, [str(j) for j in range(i * 10)]) for i in range(30)]
for interp in pool:
    interp.close()
print(len(interpreters.list_all()))
