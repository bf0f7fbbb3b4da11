"""sys.settrace: the events of calls and exceptions, f_trace_lines, opcodes off, and a local tracer swapped."""
import sys

events = []


def tracer(frame, event, argument):
    if frame.f_code.co_name in ("run", "inner", "quiet"):
        first = frame.f_code.co_firstlineno
        shown = argument[0].__name__ if event == "exception" else argument
        events.append((frame.f_code.co_name, event, frame.f_lineno - first, shown if isinstance(shown, (int, str)) else None))
        if frame.f_code.co_name == "quiet":
            frame.f_trace_lines = False
        return tracer


def inner(x):
    if x:
        raise KeyError(x)
    return 1


def quiet():
    a = 1
    return a


def run():
    total = sum([1, 2])
    try:
        inner(1)
    except KeyError:
        total += inner(0)
    finally:
        quiet()
    return total


sys.settrace(tracer)
run()
sys.settrace(None)
for event in events:
    print(*event)
print(sys.gettrace())
