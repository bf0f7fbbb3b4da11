"""Exceptions as objects: notes, args, with_traceback, cause and context set by hand, and their refusals."""


def attempt(action):
    try:
        print(action())
    except BaseException as error:
        print(type(error).__name__, error)


e = ValueError("a", 2)
print(e.args, str(e), repr(e), str(ValueError()), repr(ValueError("x")), str(ValueError(None)), e.__traceback__, e.__suppress_context__, hasattr(e, "__notes__"))
e.args = [1, 2]
print(e.args, e)
attempt(lambda: setattr(e, "args", 5))
attempt(lambda: delattr(e, "args"))
e.add_note("one")
e.add_note("two")
print(e.__notes__)
attempt(lambda: e.add_note(5))
e.__notes__ = "broken"
attempt(lambda: e.add_note("x"))
attempt(lambda: setattr(e, "__cause__", 5))
attempt(lambda: setattr(e, "__context__", "x"))
attempt(lambda: setattr(e, "__traceback__", 5))
attempt(lambda: delattr(e, "__traceback__"))
attempt(lambda: delattr(e, "__cause__"))
attempt(lambda: e.with_traceback(None) is e)
attempt(lambda: e.with_traceback(3))
attempt(lambda: ValueError(a=1))
e.__cause__ = KeyError()
print(e.__suppress_context__, repr(e.__cause__))
attempt(lambda: setattr(e, "__suppress_context__", 0))
print(e.__suppress_context__)
for action in (lambda: KeyError("key"), lambda: KeyError(1, 2), lambda: KeyError(), lambda: StopIteration(1, 2).value, lambda: SystemExit(3).code, lambda: SystemExit(1, 2).code, lambda: SystemExit().code,
               lambda: ImportError("m", name="n", path="p").name, lambda: ImportError("m", other=1), lambda: NameError("m", name="n").name, lambda: AttributeError("m", name="n", obj=3).obj,
               lambda: AttributeError("a", nope=1), lambda: OSError(2, "words").errno, lambda: repr(OSError(2, "words", "file")), lambda: str(OSError(2, "words", "file", 0, "file2")), lambda: OSError(1).errno,
               lambda: type(OSError(13, "x")).__name__, lambda: type(OSError(11, "x")).__name__, lambda: str(SyntaxError("m", ("f", 3, 4, "text"))), lambda: SyntaxError("m", ("f", 3)),
               lambda: SyntaxError("m", 5), lambda: UnicodeDecodeError("utf-8", b"ab", 0, 1, "why"), lambda: UnicodeDecodeError("utf-8", "ab", 0, 1, "why"), lambda: UnicodeEncodeError("x", "\xe9", 0, 9, "r"),
               lambda: BaseException.__new__(KeyError, 5).args):
    attempt(action)


def raises(value, cause=...):
    if cause is ...:
        raise value
    raise value from cause


for arguments in ((5,), (int,), (ValueError, 5), (ValueError, int), (ValueError, KeyError), (ValueError, None), (None,)):
    try:
        raises(*arguments)
    except BaseException as error:
        print(repr(error), repr(error.__cause__), error.__suppress_context__)


class Fails(Exception):
    def __init__(self):
        raise LookupError("in init")


class Other(Exception):
    def __new__(cls):
        return 5


attempt(lambda: raises(Fails))
attempt(lambda: raises(Other))
attempt(lambda: exec("raise"))
