# An object is finalised before those that only it refers to, however they came about; what waits for it does not pile up.
import gc
import weakref

order = []


class Node:
    def __init__(self, name, *parts):
        self.name, self.parts = name, parts

    def __del__(self):
        order.append(self.name)


def nested(depth):
    node = Node(0)
    for i in range(1, depth):
        node = Node(i, [node])


nested(50)
gc.collect()
assert order == list(range(50))[::-1], order

order.clear()


def diamond():
    shared = Node("shared")
    left, right = Node("left", shared), Node("right", shared)
    Node("top", left, right, shared)


diamond()
gc.collect()
assert order[0] == "top" and order[-1] == "shared" and len(order) == 4, order

order.clear()
for i in range(20_000):
    Node(i)
assert len(order) > 5_000, len(order)
order.clear()


class Plain:
    pass


called = []
for i in range(20_000):
    plain = Plain()
    plain.ref = None
    keep = weakref.ref(plain, called.append)
    called.append(keep) if False else None
gc.collect()


# `collect` counts objects, not what they are stored in.
def cycle():
    l = []
    l.append(l)


gc.collect()
cycle()
assert 1 <= gc.collect() < 5

gc.set_debug(gc.DEBUG_SAVEALL)
cycle()
gc.collect()
gc.set_debug(0)
assert any(type(o) is list and o and o[0] is o for o in gc.garbage)
gc.garbage.clear()
