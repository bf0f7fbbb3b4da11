"""After `gc.disable()` there are still collections, but rarely.

Why: what CPython's reference counts free, only a collection frees here; without any, memory would grow without bound.
Instead: nothing is needed. What must not die is kept alive by a reference.
"""
import gc
import weakref


class Node:
    pass


gc.disable()
node = Node()
node.itself = node
reference = weakref.ref(node)
del node
for i in range(3_000_000):
    [i, [i]]
print("a cycle dies while the collector is off:", reference() is None)
