"""An object dies when a collection finds it, not when its last reference goes.

Why: memory is managed by a tracing collector, which also finds cycles; nothing is counted.
Instead: use `with` and `close()` for what must end at once. `gc.collect()` finds whatever is dead.
"""
import gc
import weakref


class Watched:
    def __del__(self):
        died.append(self.name)


died = []
watched = Watched()
watched.name = "object"
reference = weakref.ref(watched)
del watched
print("dead at once:", died)
print("weak reference cleared at once:", reference() is None)
gc.collect()


class Reviving:
    def __del__(self):
        revived.append(self)


revived = []
watched = Reviving()
reference = weakref.ref(watched)
del watched
gc.collect()
print("a weak reference outlives the revival of its object:", reference() is not None)
