# The interpreter's import lock, and that of the warnings' filters: threads wait for them, and fork() does for the first.
import _imp
import _warnings
import os
import sys
import threading
import time
import warnings

warnings.simplefilter("ignore", DeprecationWarning)


def attempt(f):
    try:
        return f()
    except RuntimeError as e:
        return e


print(_imp.lock_held(), attempt(_imp.release_lock))
_imp.acquire_lock()
_imp.acquire_lock()
print(_imp.lock_held())
_imp.release_lock()
print(_imp.lock_held())
_imp.release_lock()
print(_imp.lock_held(), attempt(_imp.release_lock))

# A thread in the middle of an import: who forks waits for it.
begun = threading.Event()


def importer():
    _imp.acquire_lock()
    sys.modules["half a module"] = "half"
    begun.set()
    time.sleep(0.05)
    sys.modules["half a module"] = "whole"
    _imp.release_lock()


thread = threading.Thread(target=importer)
thread.start()
begun.wait()
sys.stdout.flush()
child = os.fork()
if not child:
    os._exit(40 + (__import__("half a module") == "whole") + _imp.lock_held())
thread.join()
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))

# What the forking thread holds, it holds in the child, too; what another holds, nobody does.
_imp.acquire_lock()
_warnings._acquire_lock()
child = os.fork()
if not child:
    _warnings._release_lock()
    _imp.release_lock()
    os._exit(50 + _imp.lock_held() + (attempt(_warnings._release_lock) is not None))
_imp.release_lock()
_warnings._release_lock()
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))

held, done = threading.Event(), threading.Event()


def holder():
    _warnings._acquire_lock()
    _warnings._acquire_lock()
    held.set()
    done.wait()
    release = _warnings._release_lock
    print("let go", attempt(release), attempt(release), attempt(release), flush=True)


# fork() warns of threads, for which the parent needs the lock again.
thread = threading.Thread(target=holder)
thread.start()
held.wait()
os.register_at_fork(after_in_parent=done.set)
child = os.fork()
if not child:
    _warnings._acquire_lock()
    warnings.warn("in the child", DeprecationWarning)
    os._exit(60)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), attempt(_warnings._release_lock))
thread.join()

done.clear()
held.clear()
thread = threading.Thread(target=holder)
thread.start()
held.wait()
threading.Timer(0.05, done.set).start()
warnings.warn("ignored, but not before its turn", DeprecationWarning)
print("warned")
thread.join()
