"""Frames: `f_locals` as a mapping, cleared frames, what can be deleted, lines of frames that exceptions have left."""
import sys


class Imposter:
    def __hash__(self): return hash("x")
    def __eq__(self, other): return other == "x"


def mapping():
    x = 1
    y = 2
    d = sys._getframe().f_locals
    assert d[Imposter()] == 1
    d[Imposter()] = 3
    assert x == 3 and d["d"] is d and d.__reversed__()[-1] == "x"
    assert "{...}" in repr(d)

mapping()


def outer():
    x = 5
    def inner():
        y = x
        1 / 0
    inner()

try:
    outer()
except ZeroDivisionError as e:
    frame = e.__traceback__.tb_next.tb_next.tb_frame
    assert dict(frame.f_locals) == {"x": 5, "y": 5}
    frame.clear()
    assert dict(frame.f_locals) == {}

for attribute in "f_lineno", "f_trace_lines", "f_trace_opcodes":
    try:
        delattr(sys._getframe(), attribute)
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, e)


def lines(f):
    try:
        f()
    except Exception as e:
        tb = e.__traceback__.tb_next
        out = []
        while tb:
            start = tb.tb_frame.f_code.co_firstlineno
            out.append((tb.tb_frame.f_code.co_name, tb.tb_lineno - start, f is star or tb.tb_frame.f_lineno - start))
            tb = tb.tb_next
        print(f.__name__, out)

def in_try():
    try:
        1 / 0
    finally:
        pass

def other_except():
    try:
        1 / 0
    except TypeError as e:
        pass

def named_except():
    try:
        1 / 0
    except Exception as e:
        1 / 0
        pass

class manager:
    def __enter__(self): pass
    def __exit__(self, *args): pass

def leaves_with():
    with manager():
        1 / 0

def reraises():
    try:
        1 / 0
    except Exception:
        raise

def helper():
    raise

def reraises_elsewhere():
    try:
        1 / 0
    except Exception:
        helper()

def star():
    try:
        raise Exception(42)
    except* Exception as e:
        raise

def several_lines():
    return (sys
            .version
            .nope)

for f in in_try, other_except, named_except, leaves_with, reraises, reraises_elsewhere, star, several_lines:
    lines(f)


class A:
    def __getattr__(self, name):
        raise AttributeError("custom")

try:
    A().missing
except AttributeError as e:
    print(e, e.name, type(e.obj).__name__)


class NotAnException(BaseException):
    def __new__(cls): return ["value"]

try:
    raise IndexError from NotAnException
except TypeError as e:
    print(e)
