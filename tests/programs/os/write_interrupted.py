"""A signal that interrupts a buffered write is handled before the write goes on."""
import os
import signal
import threading
import time

r, w = os.pipe()
f = open(w, "wb", closefd=False)


class Stop(Exception):
    pass


def handler(signum, frame):
    raise Stop


signal.signal(signal.SIGALRM, handler)
rescue = threading.Timer(20, os._exit, [1])
rescue.daemon = True
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
rescue.start()
signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGALRM])
signal.setitimer(signal.ITIMER_REAL, 0.1)
try:
    f.write(b"x" * (1 << 22))
except Stop:
    print("stopped")
rescue.cancel()
os.set_blocking(r, False)
n = 0
try:
    while part := os.read(r, 1 << 20):
        n += len(part)
except BlockingIOError:
    pass
print(0 < n < 1 << 22)
os.close(r)
try:
    f.close()
except BrokenPipeError:
    print("broken")

# Where it is not buffered, and part of it was written, what the handler raises comes out of the call, too.
class Expected:
    def __enter__(self):
        pass

    def __exit__(self, cls, exc, traceback):
        print("leaving with", cls)
        return cls is Stop


def expect(write, *args, **kwargs):
    with Expected():
        write(*args, **kwargs)


for buffered in False, None:
    r, w = os.pipe()
    rescue = threading.Timer(20, os._exit, [1])
    rescue.daemon = True
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
    rescue.start()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGALRM])
    raw = open(w, "wb", buffering=0, closefd=False)
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    if buffered is None:
        expect(os.write, w, b"x" * (1 << 22))
    else:
        expect(raw.write, b"x" * (1 << 22))
    rescue.cancel()
    os.close(r)
    os.close(w)
