"""The finaliser of what is being used by another finaliser waits for that one's end."""
import gc
import threading

order = []


class Inner:
    def __init__(self):
        self.lock = threading.Lock()

    def use(self):
        with self.lock:
            for _ in range(1000):
                # Collections come in the middle.
                [object() for _ in range(20)]
            order.append("used")

    def __del__(self):
        assert self.lock.acquire(timeout=5)
        order.append("inner")


class Outer:
    def __init__(self, inner):
        self.inner = inner

    def __del__(self):
        self.inner.use()
        order.append("outer")


def make():
    for _ in range(10):
        Outer(Inner())


make()
for _ in range(5):
    gc.collect()
assert order.count("inner") == order.count("outer") == 10
for i, what in enumerate(order):
    if what == "inner":
        assert order[:i].count("inner") < order[:i].count("outer"), order
