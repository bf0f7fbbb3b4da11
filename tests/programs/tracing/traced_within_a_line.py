"""A frame that begins to be traced in the middle of a line is not told of that line once more."""
import sys

events = []


def trace(frame, event, arg):
    events.append((event, frame.f_lineno - frame.f_code.co_firstlineno))
    return trace


def begin():
    frame = sys._getframe().f_back
    frame.f_trace = trace
    sys.settrace(trace)


def in_a_condition():
    [1, 2] and begin()
    a = 1
    return a


def in_an_argument():
    a = [
        begin(),
        1,
    ]
    return a


def of_a_caller():
    def inner():
        sys._getframe().f_back.f_trace = trace
        return 1
    sys.settrace(lambda *args: None)
    a = inner() + len('abc')
    return a


def without_code():
    begin()
    global unknown
    unknown = 1


def only_declared():
    global unknown


for f in in_a_condition, in_an_argument, of_a_caller, without_code:
    events.clear()
    f()
    sys.settrace(None)
    print(f.__name__, events)
sys.settrace(trace)
events.clear()
only_declared()
sys.settrace(None)
print(events)
