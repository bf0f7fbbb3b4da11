"""Handlers run in the main thread, and interrupted calls go on."""
import os
import signal
import time

seen = []
signal.signal(signal.SIGUSR1, lambda number, frame: seen.append(number))
signal.raise_signal(signal.SIGUSR1)
os.kill(os.getpid(), signal.SIGUSR1)
print(seen)

signal.signal(signal.SIGALRM, lambda number, frame: seen.append(number))
signal.setitimer(signal.ITIMER_REAL, 0.02)
start = time.monotonic()
time.sleep(0.1)
print(time.monotonic() - start >= 0.1, seen[2:])


def fail(number, frame):
    raise ValueError(signal.Signals(number).name)


signal.signal(signal.SIGALRM, fail)
signal.setitimer(signal.ITIMER_REAL, 0.02)
r, w = os.pipe()
try:
    os.read(r, 1)
except ValueError as error:
    print(error)

try:
    signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt:
    print("interrupted")

signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
signal.raise_signal(signal.SIGUSR1)
print(signal.sigpending(), signal.sigtimedwait([signal.SIGUSR1], 0).si_signo)
for arguments in (0, signal.SIG_IGN), (signal.SIGKILL, signal.SIG_IGN), (signal.SIGUSR1, 5):
    try:
        signal.signal(*arguments)
    except (ValueError, OSError, TypeError) as error:
        print(type(error).__name__, error)
