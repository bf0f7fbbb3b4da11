import io
s = io.StringIO("line1\nline2\r\nline3")
print(s.readline(), s.read(3), s.tell(), s.readlines(), s.read(), s.seek(0), list(s), s.getvalue(), s.readable(), s.writable(), s.seekable(), s.closed)
w = io.StringIO(); print(w.write("abc"), w.writelines(["d", "e"]), w.getvalue(), w.seek(1), w.write("X"), w.getvalue(), w.truncate(3), w.getvalue(), w.tell()); w.seek(10); w.write("!"); print(repr(w.getvalue()))
n = io.StringIO("a\r\nb\rc\n", newline=None); print(n.getvalue().encode(), n.newlines); n2 = io.StringIO("a\nb", newline="\r\n"); print(n2.getvalue().encode()); n3 = io.StringIO("a\r\nb\r", newline=""); print(n3.readlines())
b = io.BytesIO(b"hello\nworld")
print(b.read(2), b.readline(), b.readinto(x := bytearray(3)), x, b.getvalue(), b.seek(-2, 2), b.read(), b.seek(1), b.seek(1, 1), b.read1(1), b.getbuffer().nbytes, b.peek(1) if hasattr(b, "peek") else "no peek", b.write(b"!!"), b.getvalue(), b.truncate(4), b.getvalue(), b.readlines(), b.tell())
with io.BytesIO() as c:
    c.write(b"x"); print(c.getvalue())
for f in (lambda: c.read(), lambda: s.write(5), lambda: io.StringIO(b"x"), lambda: io.BytesIO("x"), lambda: b.write("x"), lambda: s.seek(-1), lambda: s.seek(1, 1), lambda: s.seek(0, 9), lambda: b.seek(-1), lambda: io.StringIO(newline="x"), lambda: s.read("a"), lambda: s.fileno(), lambda: b.readinto(b"ro"), lambda: io.TextIOWrapper(5), lambda: s.truncate(-1), lambda: io.open("/nonexistent/x"), lambda: io.open("x", "q"), lambda: io.open("x", "rw"), lambda: io.open("x", "rb", encoding="utf8"), lambda: io.open("x", "r", buffering=0), lambda: io.open(-1), lambda: io.open(1.5), lambda: io.open("a\0b")):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
raw = io.BytesIO("é\r\n日本\n".encode("utf-8"))
t = io.TextIOWrapper(raw, encoding="utf-8"); print(t.readline(), t.read(1), t.encoding, t.errors, t.newlines, t.line_buffering, t.read(), t.buffer is raw, t.detach() is raw)
t = io.TextIOWrapper(io.BytesIO(), encoding="latin-1", newline="\r\n", write_through=True); t.write("a\né\n"); print(t.buffer.getvalue(), t.tell())
try:
    t.write("日")
except UnicodeEncodeError as exc:
    print(exc)
t = io.TextIOWrapper(io.BytesIO(b"ab\xffcd"), encoding="utf-8", errors="replace"); print(t.read()); t.seek(0); t.reconfigure(errors="ignore"); print(t.errors)
br = io.BufferedReader(io.BytesIO(b"0123456789"), buffer_size=4); print(br.peek(1)[:1], br.read(3), br.read1(10), br.tell(), br.seek(8), br.read(), br.raw.tell())
bw = io.BufferedWriter(r := io.BytesIO(), 4); bw.write(b"ab"); print(r.getvalue()); bw.write(b"cdef"); bw.flush(); print(r.getvalue())
rw = io.BufferedRandom(io.BytesIO(b"abcdef")); rw.read(2); rw.write(b"XX"); rw.seek(0); print(rw.read())
class R(io.RawIOBase):
    def __init__(self): self.d = [b"ab", b"c", b""]
    def readable(self): return True
    def readinto(self, buf):
        x = self.d.pop(0); buf[:len(x)] = x; return len(x)
print(io.BufferedReader(R()).read(), R().read(2), R().readall(), io.DEFAULT_BUFFER_SIZE, io.SEEK_END, isinstance(s, io.TextIOBase), isinstance(b, io.BufferedIOBase))
d = io.IncrementalNewlineDecoder(None, translate=True); print(repr(d.decode("a\r")), repr(d.decode("\nb\rc", final=True)), d.newlines)
