"""Files that are changed, closed or read again while an operation on them runs, and what each refuses."""

import io
import os
import sys
import threading


def show(action):
    try:
        print(repr(action()))
    except Exception as e:
        print(type(e).__name__, e, repr(e.__cause__))


def text(data=b"", **options):
    return io.TextIOWrapper(io.BytesIO(data), **{"encoding": "utf-8", **options})


print("# arguments")
file = text()
for value in (2**100, -(2**100), 0, "x"):
    show(lambda: setattr(file, "_CHUNK_SIZE", value))
show(lambda: delattr(file, "_CHUNK_SIZE"))
for options in (
    {"encoding": "\udcfe"},
    {"encoding": "a\0"},
    {"encoding": 4, "newline": 4},
    {"errors": "\udcfe"},
    {"errors": "a\0"},
    {"newline": "\udcfe"},
    {"newline": "\n\0"},
):
    show(lambda: text(**options))
for options in (
    {"encoding": 42},
    {"encoding": "\udcfe"},
    {"errors": 42},
    {"errors": "\udcfe"},
    {"newline": 42},
    {"newline": "xyz"},
    {"line_buffering": 2**1000},
    {"line_buffering": 2**40},
    {"write_through": "x"},
    {"write_through": 1.5},
    {"line_buffering": 2},
):
    show(lambda: file.reconfigure(**options))
print(file.line_buffering, file.write_through, file.encoding)

print("# a mark in the middle of a file")
raw = io.BytesIO()
file = io.TextIOWrapper(raw, encoding="ascii", newline="\n")
file.write("foo\n")
file.reconfigure(encoding="utf-8-sig")
file.write("\xe9\n")
file.flush()
print(raw.getvalue())

print("# detached")
file = text()
file.detach()
print(file, file.encoding, file.errors)
show(lambda: file.buffer)
show(lambda: io.TextIOWrapper.__new__(io.TextIOWrapper).buffer)
show(lambda: io.TextIOWrapper.__new__(io.TextIOWrapper).errors)


class Detaching(io.RawIOBase):
    wrapper = None

    @property
    def closed(self):
        wrapper, self.wrapper = self.wrapper, None
        if wrapper is not None:
            wrapper.detach()
        return False


raw = Detaching()
raw.wrapper = file = io.TextIOWrapper(raw, encoding="utf-8")
show(file.close)


class DetachingRead(io.RawIOBase):
    done = False

    def readable(self):
        return True

    def readinto(self, b):
        if self.done:
            return 0
        self.done = True
        file.detach()
        b[:3] = b"ab\n"
        return 3


for name in ("read", "readline"):
    file = io.TextIOWrapper(io.BufferedReader(DetachingRead()), encoding="utf-8")
    show(getattr(file, name))
    show(lambda: file.buffer)

print("# line ends by a subclass")


def replacing(action, result="a\r\n"):
    class Text(str):
        def replace(self, *args):
            action()
            return result

    return Text("a\n")


for action in (
    lambda: file.close(),
    lambda: file.detach(),
    lambda: file.__init__(io.BufferedReader(io.BytesIO()), encoding="utf-8"),
    lambda: print("replaced"),
):
    file = text(newline="\r\n")
    show(lambda: file.write(replacing(action)))
show(lambda: text(newline="\r\n").write(replacing(int, None)))
show(lambda: text(newline="\n").write(replacing(int, None)))

print("# writing while writing out")


class Raw(io.RawIOBase):
    def __init__(self):
        self.parts = []

    def writable(self):
        return True

    def write(self, b):
        if not self.parts:
            self.parts.append(None)
            file.write("middle")
        self.parts.append((bytes(b[:8]), len(b)))
        return len(b)


raw = Raw()
file = io.TextIOWrapper(raw, encoding="utf-8")
file.write("abc")
file.write("def")
file.write("g" * file._CHUNK_SIZE)
file.flush()
print(raw.parts)

print("# writing between reads of what has no positions")
file = io.TextIOWrapper(io.BufferedRWPair(io.BytesIO(b"foo\nbar\n"), io.BytesIO()), encoding="utf-8")
print(repr(file.readline()), file.write("x"), repr(file.readline()))

print("# a position that only the end of the file makes")
file = text(b"line1\r")
print(repr(file.readline()))
at = file.tell()
print(file.seek(at) == at, repr(file.read()), repr(file.read()))
file = text(b"ab\rcd\r\nef\r")
seen = []
while line := file.readline():
    at = file.tell()
    rest = file.read()
    file.seek(at)
    seen.append((line, rest, file.read() == rest))
    file.seek(at)
print(seen)

print("# nothing to read yet")
r, w = os.pipe()
os.set_blocking(r, False)
with open(r, "rt", encoding="utf-8") as file:
    show(file.read)
with open(w, "wb"):
    pass

print("# after bytes that are no text")
file = text(b"one\n" + b"two" * 3000 + b"\x80", encoding="ascii")
show(file.readline)
show(file.readline)
show(file.readline)

print("# buffers")
b = io.BufferedReader(io.BytesIO(b"abc"))
show(lambda: b.__init__(io.BytesIO(), 0))
show(b.read)
show(b.close)
for value in (b"", 2**100, 1.5, -1):
    raw = io.BufferedReader(io.BytesIO(b"12"))
    raw.readinto = lambda b: value
    show(io.BufferedReader(raw).readline)
for cls in (io.BufferedReader, io.BufferedWriter, io.BufferedRandom):
    b = cls(io.BytesIO(b"abc"))
    b.close()
    show(b.flush)


class Parts(io.RawIOBase):
    parts = [b"abc", b"de", b"fgh", b"jkl"]

    def readable(self):
        return True

    def readinto(self, b):
        part = self.parts.pop(0) if self.parts else b""
        b[: len(part)] = part
        return len(part)


b = io.BufferedReader(Parts(), buffer_size=10)
two, many = bytearray(2), bytearray(20)
print(b.peek(3), b.readinto1(two), two, b.readinto1(two), b.readinto1(two), two)
print(b.peek(3), b.readinto1(many), many[:6], b.readinto1(many), b.readinto1(many))


class Device(io.BytesIO):
    def seek(self, *args):
        return 0

    def tell(self):
        return 0


b = io.BufferedReader(Device(b"12"))
print(b.seek(0, 1), b.seek(1), b.seek(0, 1), b.read(1), b.tell(), b.seek(0, 1))

print("# a flush that fails")
r, w = os.pipe()
file = open(w, "wb", buffering=0, closefd=False)


def bad_flush():
    print("closed:", file.closed)
    raise OSError("bad flush")


file.flush = bad_flush
show(file.close)
print(file.closed)
os.close(r)
os.close(w)


class Slow(io.RawIOBase):
    closing = threading.Event()
    go_on = threading.Event()

    def writable(self):
        return True

    def write(self, b):
        return len(b)

    def flush(self):
        if not self.closing.is_set():
            self.closing.set()
            self.go_on.wait(0.05)


b = io.BufferedWriter(Slow(), 8)
thread = threading.Thread(target=b.close)
thread.start()
Slow.closing.wait()
show(lambda: b.write(b"spam"))
print(b.closed)
thread.join()

print("# errors handlers in development mode, and whom a warning is about")
import subprocess

code = """
import io, warnings
for options in ({'encoding': 'nonexistent'}, {'errors': 'nonexistent'}):
    try:
        print(io.TextIOWrapper(io.BytesIO(), **options).errors)
    except LookupError as e:
        print(e)
warnings.simplefilter("always")
def f():
    def g():
        io.text_encoding(None)
    g()  # line 12
f()
io.text_encoding("x", 7)
"""
for options in (["-X", "dev"], ["-X", "warn_default_encoding"]):
    result = subprocess.run([sys.executable, *options, "-c", code], capture_output=True, text=True, encoding="utf-8")
    print(result.stdout, [l for l in result.stderr.splitlines() if not l.startswith("  ")], result.returncode)
