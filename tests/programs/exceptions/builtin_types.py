import builtins
rows = []
def walk(cls, depth):
    print("  " * depth + cls.__name__)
    for sub in sorted((c for c in cls.__subclasses__() if c.__module__ == "builtins"), key=lambda c: c.__name__):
        walk(sub, depth + 1)
walk(BaseException, 0)
for exc in (KeyError("k"), KeyError(), KeyError("a", "b"), IndexError("i"), OSError(2, "No such file"), OSError(2, "msg", "file"), OSError(13, "m", "f1", None, "f2"), OSError("one"),
            UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), UnicodeEncodeError("ascii", "\xe9", 0, 1, "bad"), UnicodeEncodeError("ascii", "ab", 0, 2, "range"),
            UnicodeTranslateError("x", 0, 1, "why"), SyntaxError("bad", ("f.py", 3, 5, "text")), StopIteration(5), SystemExit(3), ImportError("m", name="n", path="p"),
            NameError("n", name="x"), AttributeError("a", name="b", obj=5), ValueError(1, 2), Exception([]), StopAsyncIteration(1)):
    print(repr(exc), "|", str(exc), "|", exc.args)
e = OSError(2, "No such file", "name")
print(type(e).__name__, e.errno, e.strerror, e.filename, e.filename2)
print([type(OSError(n, "x")).__name__ for n in (1, 2, 4, 10, 11, 13, 17, 20, 21, 32, 104, 110, 111, 3)])
s = SyntaxError("msg", ("file", 1, 2, "line", 3, 4))
print(s.msg, s.filename, s.lineno, s.offset, s.text, s.end_lineno, s.end_offset, s.print_file_and_line)
u = UnicodeDecodeError("utf-8", b"ab\xff", 2, 3, "reason")
print(u.encoding, u.object, u.start, u.end, u.reason, StopIteration(7).value, StopIteration().value, SystemExit("x").code, SystemExit().code)
i = ImportError("m", name="n", path="p", name_from="q")
print(i.name, i.path, i.name_from, i.msg)
for f in (lambda: OSError(1, 2, 3, 4, 5, 6), lambda: UnicodeDecodeError("a"), lambda: UnicodeDecodeError("utf-8", "str", 0, 1, "x"), lambda: ImportError(bad=1), lambda: KeyError(x=1),
          lambda: SyntaxError("m", 5), lambda: SyntaxError("m", (1,))):
    try:
        print(repr(f()))
    except TypeError as exc:
        print(exc)
class Custom(Exception):
    def __init__(self, a, b=2):
        super().__init__(a)
        self.b = b
    def __str__(self): return f"custom {self.args} {self.b}"
try:
    raise Custom("x", b=3)
except Custom as c:
    print(c, repr(c), c.args)
import pickle
p = pickle.loads(pickle.dumps(OSError(2, "m", "f")))
print(repr(p), p.filename, repr(pickle.loads(pickle.dumps(KeyError("k")))))
print(ValueError("a") == ValueError("a"), Exception.__subclasses__ is not None, issubclass(IOError, OSError), IOError is OSError, EnvironmentError is OSError)
