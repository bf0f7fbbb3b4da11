"""getattr with a name that is made up at run time, of a built-in type that nothing was looked up on before."""
import sys


def function():
    yield


def ask(obj, *parts):
    print("".join(parts), hasattr(obj, "".join(parts)))


ask(function.__code__, "co_", "argcount")
ask(function(), "gi_", "suspended")
ask(sys._getframe(), "f_", "lasti")
ask(memoryview(b""), "c_", "contiguous")
ask(property(), "f", "del")
ask({}.keys(), "map", "ping")
ask(super(int, 5), "__self", "_class__")
ask(slice(1), "st", "ep")
print("co_" + "nothing" in dir(function.__code__), hasattr(function.__code__, "co_" + "nothing"))
