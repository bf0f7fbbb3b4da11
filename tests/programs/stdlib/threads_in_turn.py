"""Threads get their turns while another one recurses, waits, or the interpreter ends."""
import _thread
import os
import sys
import threading
import time
import warnings


# A recursion without loops gives others their turn, and can be interrupted.
def endless():
    try:
        endless()
    except RecursionError:
        endless()


def wake():
    time.sleep(0.1)
    print("awake")
    _thread.interrupt_main()


waker = threading.Thread(target=wake)
waker.start()
try:
    endless()
except KeyboardInterrupt:
    print("interrupted")
waker.join()


# Frames of a thread that waits.
go, stop = threading.Event(), threading.Event()


def outer():
    inner()


def inner():
    go.set()
    stop.wait()


def nothing():
    pass


def traced():
    go.set()
    stop.wait()
    nothing()


t = threading.Thread(target=outer)
t.start()
go.wait()
time.sleep(0.05)
frame, names = sys._current_frames()[t.ident], []
while frame:
    names.append(frame.f_code.co_name)
    frame = frame.f_back
print(names)
print(sys._current_exceptions()[t.ident], len(sys._current_frames()))
stop.set()
t.join()

# Tracing of all threads.
go.clear(), stop.clear()
calls = set()
t = threading.Thread(target=traced)
t.start()
go.wait()
threading.settrace_all_threads(lambda frame, event, arg: calls.add(frame.f_code.co_name))
stop.set()
t.join()
threading.settrace_all_threads(None)
print("nothing" in calls)

# Forking with threads around.
go.clear(), stop.clear()
t = threading.Thread(target=traced)
t.start()
go.wait()
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    child = os.fork()
    if child == 0:
        os._exit(threading.active_count())
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    print(caught[0].category.__name__, str(caught[0].message).replace(str(os.getpid()), "PID"))
stop.set()
t.join()

# Names as the system has them.
for name in ("plain", "x" * 20, "a\0b", "bad \udcff", "na\u00efve"):
    _thread.set_name(name)
    print(ascii(_thread._get_name()))


# At the end. What is collected earlier leaves another one behind.
burning = []


def burn():
    burning.append(True)
    while True:
        pass


class Last:
    def __init__(self, thread):
        self.me = self
        self.thread = thread

    def __del__(self):
        if not sys.is_finalizing():
            Last(self.thread)
            return
        for attempt in (self.thread.join, threading.Thread(target=burn).start):
            try:
                attempt()
            except PythonFinalizationError as e:
                print(e)


burner = threading.Thread(target=burn, daemon=True)
burner.start()
while not burning:
    time.sleep(0.01)
Last(burner)
