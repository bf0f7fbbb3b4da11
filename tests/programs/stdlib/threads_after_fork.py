# In a forked child only the thread runs that forked: whoever joins another does not wait.
import _thread
import os
import sys
import threading
import time
import warnings

warnings.simplefilter("ignore", DeprecationWarning)
main = threading.current_thread()
go_on = threading.Event()
lock, other_lock = threading.RLock(), threading.RLock()
local = threading.local()


def wait():
    with other_lock:
        held.set()
        go_on.wait()


held = threading.Event()
daemon = threading.Thread(target=go_on.wait, daemon=True, name="daemon")
other = threading.Thread(target=wait, name="other")
unstarted = threading.Thread(target=print, name="unstarted")
daemon.start()
other.start()
held.wait()


def tell(who):
    for thread in main, daemon, other, worker, unstarted:
        try:
            thread.join(5)
            print(who, thread.name, thread.is_alive())
        except RuntimeError as e:
            print(who, thread.name, thread.is_alive(), e)
    print(who, threading.active_count(), threading.main_thread() is threading.current_thread(), threading.current_thread().name)
    print(who, threading.get_ident() == ident, threading.get_native_id() == os.getpid(), local.value)
    with lock:
        lock.release()
    try:
        lock.release()
    except RuntimeError as e:
        print(who, e)
    print(who, other_lock.acquire(blocking=False))
    sys.stdout.flush()


def fork(who):
    global ident
    ident = threading.get_ident()
    local.value = who
    sys.stdout.flush()
    lock.acquire()
    child = os.fork()
    if not child:
        tell(who)
        again = threading.Thread(target=lambda: print("a thread of the child's"))
        again.start()
        again.join()
        print(again.is_alive(), flush=True)
        os._exit(0)
    lock.release()
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


worker = threading.Thread(target=fork, args=("worker's child",), name="worker")
fork("main's child")
worker.start()
worker.join()
go_on.set()
daemon.join()
other.join()
print([t.is_alive() for t in (main, daemon, other, worker)], flush=True)


# A thread that `threading` does not know becomes a main thread.
def unknown():
    fork("unknown's child")
    known.set()


known = threading.Event()
_thread.start_new_thread(unknown, ())
known.wait()


# The worker whose child waits for the main thread at its end.
def last():
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    waiting = threading.Thread(target=lambda: (main.join(), print("joined", flush=True)))
    waiting.start()
    waiting.join()


threading.Thread(target=last).start()
