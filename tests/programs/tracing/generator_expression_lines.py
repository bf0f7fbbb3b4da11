"""sys.settrace: the events of a generator expression that is run to its end."""
import sys

events = []


def tracer(frame, event, argument):
    if frame.f_code.co_name == "<genexpr>":
        events.append((event, argument))
        return tracer


sys.settrace(tracer)
sum(n for n in (1, 2))
sys.settrace(None)
print(*events, sep="\n")
