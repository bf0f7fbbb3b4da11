"""Getters of properties have frames like any function: in tracebacks, for sys._getframe, for recursion, for tracing."""

import sys
import traceback


class Box:
    def __init__(self, value):
        self._value = value

    @property
    def value(self):
        return self._value

    @property
    def caller(self):
        frame = sys._getframe()
        return frame.f_code.co_name, frame.f_back.f_code.co_name, frame.f_back.f_lineno

    @property
    def broken(self):
        return self._missing.value

    @property
    def items(self):
        yield self._value
        yield from (1, 2)

    @property
    def deep(self):
        return self.deep

    @property
    def nested(self):
        return Box(self.value + Box(self.value).value).value

    def __getattr__(self, name):
        if name == "_missing":
            raise KeyError(name)
        raise AttributeError(name)


class Absent:
    @property
    def gone(self):
        raise AttributeError("gone from the getter")

    def __getattr__(self, name):
        return "fallback for " + name


def read(box):
    return box.value, list(box.items), box.nested


def where(box):
    here = (
        box.caller
    )
    return here


def failing(box):
    return box.broken


for _ in range(4):
    print(read(Box(5)), where(Box(1)), Absent().gone)

for _ in range(3):
    try:
        failing(Box(1))
    except KeyError:
        traceback.print_exc(file=sys.stdout)

sys.setrecursionlimit(200)
for _ in range(3):
    try:
        Box(1).deep
    except RecursionError as error:
        print(error, len(traceback.extract_tb(error.__traceback__)) > 150)

# A getter that is replaced, on the property and on the class.
getter = Box.value
for step in range(6):
    print(Box(step).value, end=" ")
    if step == 2:
        Box.value = property(lambda self: "other")
    if step == 4:
        del Box.value
        Box.value = 7
print()

Box.value = getter
events = []


def tracer(frame, event, arg):
    events.append((event, frame.f_code.co_name, arg if event == "return" else None))
    return tracer


def traced(box):
    return box.value


traced(Box(1))
sys.settrace(tracer)
traced(Box(3))
sys.settrace(None)
print(events)


class Slots:
    __slots__ = ("x",)
    native = int.real

    @property
    def total(self):
        try:
            return self.x
        except AttributeError:
            return "unset"
        finally:
            pass


print([Slots().total for _ in range(3)])
for _ in range(3):
    try:
        Slots().native
    except TypeError as error:
        print(error)


class Number(int):
    pass


print([Number(3).real for _ in range(3)], [(1).numerator for _ in range(3)])
