"""Calls in other interpreters: what crosses, and what becomes of exceptions."""
import _interpreters
from concurrent import interpreters


def attempt(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(type(e).__module__, type(e).__name__, e)
        if e.__cause__ is not None:
            print("  because:", type(e.__cause__).__name__)


def closure():
    y = 1
    def inner():
        return y
    return inner


interp = interpreters.create()
attempt(interp.call, len, "abc")
attempt(interp.call, lambda a, b=None, **k: (a, b, k), 1)
attempt(interp.call, lambda a, *b, **k: (a, b, k), 1, 2, c=3)
attempt(interp.call, lambda: __import__("_interpreters").get_current()[0] > 0)
for value in [None, True, -5, 2**70, 1.5, "é\ud800", b"x", (1, (2, "3")), [1, {2: 3}], ..., ValueError("x"), int, print]:
    assert repr(interp.call(lambda x: x, value)) == repr(value), value
attempt(interp.call, lambda: 1 / 0)
attempt(interp.call, lambda a, b: 1, 1)
attempt(interp.call, 5)
attempt(_interpreters.call, interp.id, len, 5)
attempt(_interpreters.call, interp.id, len, ("a",), 5)
attempt(_interpreters.call, interp.id, len, ("a",), {1: 2})
for f in [closure(), lambda x=[].append: 1, lambda: interp]:
    try:
        interp.call(f)
    except interpreters.NotShareableError as e:
        print(e, "|", repr(e.__cause__))
try:
    interp.call(lambda: (lambda: 1).__closure__ or [].append)
except interpreters.NotShareableError as e:
    print("not shareable")
assert interp.call(lambda: lambda x: x + 1)(2) == 3

# What looks at the namespace of its caller sees __main__.
assert "__builtins__" in interp.call(dir)
interp.call(exec, "spam = 42")
attempt(interp.call, eval, "spam")
attempt(interp.call, lambda: globals()["spam"])

# Memory is shared.
data = bytearray(b"abcd")
interp.prepare_main(m=memoryview(data))
interp.exec("m[1] = 90; assert m.tolist() == [97, 90, 99, 100]")
print(data)
data[0] = 33
interp.exec("assert m[0] == 33; m.release()")
interp.prepare_main(m=memoryview(b"bytes"))
attempt(interp.exec, "m[0] = 1")
interp.exec("assert bytes(m) == b'bytes' and m.readonly")
back = interp.call(lambda m: m[1:3], memoryview(data))
print(bytes(back), interp.call(lambda m: (m.format, m.itemsize, m.shape), memoryview(data)))
interp.close()
print(bytes(back), data)

for value in [None, 1, 2**70, "a", b"b", 1.0, True, (1, (2,)), [], (1, []), {}, ..., object, memoryview(b"")]:
    print(repr(value)[:12], interpreters.is_shareable(value))

snapshot = _interpreters.capture_exception(KeyError("k"))
print(snapshot.type, snapshot.msg, snapshot.formatted)
print(_interpreters.capture_exception(ValueError("x")))
print(_interpreters.capture_exception())
