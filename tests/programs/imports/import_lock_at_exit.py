# A program ends though a thread that will not go on holds the interpreter's locks.
import _imp
import _warnings
import gc
import importlib._bootstrap
import threading

importlib._bootstrap._get_module_lock("a module")
held = threading.Event()


def hold():
    _imp.acquire_lock()
    _warnings._acquire_lock()
    held.set()
    threading.Event().wait()


class AtEnd:
    def __del__(self, collect=gc.collect):
        collect()


at_end = AtEnd()
threading.Thread(target=hold, daemon=True).start()
held.wait()
print("ends")
