"""queue.SimpleQueue"""
import queue
import threading
import time


def show(call, *args, **kwargs):
    try:
        print("->", call(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


q = queue.SimpleQueue()
print(queue.SimpleQueue, queue.Empty, queue.SimpleQueue[int])
show(q.put)
show(q.put, 1, "any", "thing")
show(q.get, timeout=-1)
show(q.get, True, "x")
show(q.get, True, 1e20)
show(q.get, False, -1)
show(q.get_nowait)
show(q.get, timeout=0.01)
show(q.get, block=False)
show(q.put_nowait, 5)
print(q.qsize(), q.empty(), q.get(), q.qsize(), q.empty())

# Between threads.
out = queue.SimpleQueue()


def work():
    while (item := q.get()) is not None:
        out.put(item * 2)


threads = [threading.Thread(target=work) for _ in range(4)]
for t in threads:
    t.start()
for i in range(1000):
    q.put(i)
for _ in threads:
    q.put(None)
for t in threads:
    t.join()
print(sorted(out.get_nowait() for _ in range(out.qsize())) == [2 * i for i in range(1000)], q.empty())

# One that waits is woken.
t = threading.Timer(0.05, q.put, ["woken"])
t.start()
began = time.monotonic()
print(q.get(timeout=30), time.monotonic() - began < 10)


class Sub(queue.SimpleQueue):
    pass


s = Sub()
s.label = "attributes"
s.put(1)
print(s.label, s.get())
