"""`tracemalloc`: what is traced, where it was allocated, and what refuses."""

import _tracemalloc as native
import gc
import os
import tracemalloc
import warnings


def attempt(function, *args):
    try:
        result = function(*args)
    except Exception as error:
        result = f"{type(error).__name__}: {error}"
    print(function.__name__, args, result)


for n in 0, -1, 65536, 2**70, "a":
    attempt(native.start, n)
for function in native.is_tracing, native.get_traceback_limit, native.get_traced_memory, native._get_traces:
    attempt(function)
attempt(native.reset_peak)
attempt(native.clear_traces)
attempt(tracemalloc.take_snapshot)
print(native._get_object_traceback(object()), tracemalloc.get_object_traceback([]))


def lines(frames):
    return [(os.path.basename(name), line) for name, line in frames]


def make():
    return [bytes(1000) for _ in range(3)]


native.start(3)
native.start(5)
attempt(native.is_tracing)
attempt(native.get_traceback_limit)
made = make()
print(lines(native._get_object_traceback(made[0])))
print(native._get_object_traceback(1))


class Whole:
    pass


def cells(x):
    return lambda: x


print(lines(native._get_object_traceback(Whole())), lines(native._get_object_traceback(cells(0).__closure__[0])))
native.stop()
attempt(native.get_traceback_limit)
print(native.is_tracing(), native._get_object_traceback(made[0]), native.get_traced_memory())

tracemalloc.start()
large = bytes(10**6)
now, peak = tracemalloc.get_traced_memory()
print(10**6 <= now < 2 * 10**6, peak >= now)
del large
now, peak = tracemalloc.get_traced_memory()
print(now < 10**6, peak >= 10**6)
tracemalloc.reset_peak()
print(tracemalloc.get_traced_memory()[1] < 10**6, tracemalloc.get_tracemalloc_memory() > 0)
before = tracemalloc.take_snapshot()
kept = [str(i) * 100 for i in range(1000)]
after = tracemalloc.take_snapshot()
top = after.compare_to(before, "lineno")[0]
print(lines([top.traceback[0]._frame]), top.size_diff > 200_000, top.count_diff >= 1000)
(trace,) = [trace for trace in native._get_traces() if trace[2] == (top.traceback[0]._frame,) and trace[1] > 4000]
print(trace[0], lines(trace[2]), trace[3])
tracemalloc.clear_traces()
print(native._get_object_traceback(kept[0]), tracemalloc.get_traced_memory()[0] < 100_000)
del kept
for _ in range(3):
    garbage = [object() for _ in range(10_000)]
print(tracemalloc.get_traced_memory()[0] < 2_000_000)
tracemalloc.stop()


def forget():
    open(os.devnull)


warnings.simplefilter("always")
for frames in 0, 2:
    if frames:
        tracemalloc.start(frames)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        forget()
        gc.collect()
    (warning,) = caught
    print(type(warning.source).__name__, warning.category.__name__)
    traceback = tracemalloc.get_object_traceback(warning.source)
    print(traceback and lines(frame._frame for frame in traceback))
