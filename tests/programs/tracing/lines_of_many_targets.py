# Each target has one line event, however many there are.
import sys

namespace = {}
exec("def f():\n  (" + "y,\n   " * 40 + ") = range(40)\n", namespace)
lines = []


def trace(frame, event, arg):
    lines.append((event, frame.f_lineno))
    return trace


sys.settrace(trace)
namespace["f"]()
sys.settrace(None)
print(lines)
