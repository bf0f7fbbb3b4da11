"""faulthandler's reports, interrupts, and what gc tells."""
#: no-stress
import _thread
import faulthandler
import gc
import re
import signal
import subprocess
import sys
import threading
import time


def run(code, *options):
    done = subprocess.run([sys.executable, *options, "-c", code], capture_output=True, text=True)
    return done.returncode, done.stderr


FAULT = r"Fatal Python error: {}\n\n{} \(most recent call first\):\n  File \"<string>\", line {} in <module>\n\nCurrent thread's C stack"
THREAD = r"Current thread 0x[0-9a-f]+( \[.*\])?"

code, err = run("import faulthandler\nfaulthandler.enable()\nfaulthandler._sigsegv()")
assert code == -signal.SIGSEGV and re.match(FAULT.format("Segmentation fault", THREAD, 3), err), err
code, err = run("import faulthandler\nfaulthandler._sigabrt()", "-X", "faulthandler")
assert code == -signal.SIGABRT and re.match(FAULT.format("Aborted", THREAD, 2), err), err
code, err = run("import os, signal\nos.kill(os.getpid(), signal.SIGFPE)", "-X", "faulthandler")
assert code == -signal.SIGFPE and "Floating-point exception" in err, err
code, err = run("import faulthandler\nfaulthandler.enable(all_threads=False)\nfaulthandler._sigsegv()")
assert "Stack (most recent call first):\n" in err and "Current thread 0x" not in err, err
code, err = run("import faulthandler\nfaulthandler.enable()\nassert faulthandler.disable()\nfaulthandler._sigsegv()")
assert code == -signal.SIGSEGV and err == "", err

# A watchdog shows a thread that sleeps; a dump shows all threads.
code, err = run("import faulthandler, time\nfaulthandler.dump_traceback_later(0.1)\ntime.sleep(0.5)")
assert re.match(r'Timeout \(0:00:00.100000\)!\nThread 0x.*:\n  File "<string>", line 3 in <module>\n', err), err
code, err = run(
    "import faulthandler, threading\n"
    "go = threading.Event(); up = threading.Event()\n"
    "def other():\n"
    "    up.set(); go.wait()\n"
    "t = threading.Thread(target=other); t.start(); up.wait()\n"
    "faulthandler.dump_traceback(); go.set()"
)
assert re.match(r'Thread 0x.*\n(  File .*\n)*  File "<string>", line 4 in other\n(  File .*\n)*\nCurrent thread 0x', err), err

# Interrupts come while they are waited for, and are none where nobody handles them.
try:
    _thread.interrupt_main()
except KeyboardInterrupt:
    pass
else:
    raise AssertionError
t = threading.Thread(target=_thread.interrupt_main)
try:
    t.start()
    t.join()
except KeyboardInterrupt:
    pass
else:
    raise AssertionError
t.join()
before = signal.signal(signal.SIGINT, signal.SIG_IGN)
_thread.interrupt_main()
signal.signal(signal.SIGINT, before)
try:
    _thread.interrupt_main(1000)
except ValueError as exc:
    assert str(exc) == "signal number out of range"
came = []
signal.signal(signal.SIGALRM, lambda *args: came.append(args[0]))
signal.setitimer(signal.ITIMER_REAL, 1e-6)
time.sleep(0.05)
assert came == [signal.SIGALRM]

# gc
assert sorted(gc.get_referents([1, 2], {3: 4}, (0, 0))) == [0, 0, 1, 2, 3, 4]
assert not gc.is_tracked(int) and not gc.is_tracked(object())


class C:
    __slots__ = ()


assert gc.is_tracked(C) and gc.is_tracked(C()) and gc.is_tracked([])
gc.disable()
old = gc.get_stats()
gc.collect(0)
gc.collect()
new = gc.get_stats()
assert [n["collections"] - o["collections"] for n, o in zip(new, old)] == [1, 0, 1]
code, err = run("import gc; gc.set_debug(gc.DEBUG_STATS); gc.collect()")
assert re.search(r"gc: collecting generation 2\.\.\.\n", err) and "gc: done, " in err, err
