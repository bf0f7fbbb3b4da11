import os, tempfile, io
d = tempfile.mkdtemp(); p = os.path.join(d, "f.txt")
with open(p, "w", encoding="utf-8", newline="") as f:
    print(f.write("one\ntwo\r\nthrée\n"), f.mode, f.encoding, os.path.basename(f.name), f.closed, type(f).__name__, type(f.buffer).__name__, type(f.buffer.raw).__name__)
print(f.closed, os.path.getsize(p))
with open(p, encoding="utf-8") as f:
    print(f.readline(), f.tell(), next(f), f.read(2), f.readlines(), f.read(), f.newlines)
with open(p, "rb") as f:
    print(f.read(4), f.tell(), f.seek(-3, os.SEEK_END), f.read(), f.fileno() > 2, f.isatty(), f.readable(), f.writable())
with open(p, "a") as f:
    f.write("appended\n"); print(f.tell() > 10)
with open(p, "r+", encoding="utf-8") as f:
    f.seek(0); f.write("ONE"); f.seek(0); print([l.rstrip() for l in f])
with open(p, "w+b", buffering=0) as f:
    f.write(b"raw"); f.seek(0); print(f.read(), type(f).__name__)
try:
    open(p, "x")
except FileExistsError as exc:
    print(exc.errno, exc.strerror, os.path.basename(exc.filename))
for f in (lambda: open(os.path.join(d, "no")), lambda: open(d), lambda: open(d, "w"), lambda: open(p).write("x"), lambda: open(p, "w").read(), lambda: open(p, "z"), lambda: open(p, "rr"), lambda: open(p, ""), lambda: open(p, "b"), lambda: open(p, "wb", newline=""), lambda: open(p, newline="q"), lambda: open(p, encoding="nope"), lambda: open(p, errors="nope").read(), lambda: os.remove(os.path.join(d, "zz")), lambda: os.rmdir(d), lambda: os.listdir(p), lambda: os.mkdir(d), lambda: open(99999)):
    try:
        f()
    except Exception as exc:
        print(type(exc).__name__, str(exc).replace(d, "DIR"))
with open(p, "w") as f:
    print("printed", 1, file=f); f.writelines(f"{i}\n" for i in range(3))
print(open(p).read().split(), sum(1 for _ in open(p)), [line for line in open(p)][1])
fd = os.open(p, os.O_RDONLY); print(os.read(fd, 5), os.lseek(fd, 0, 0), os.fstat(fd).st_size); os.close(fd)
with open(os.open(p, os.O_RDONLY)) as f:
    print(f.read(3))
def opener(path, flags): return os.open(path, flags, 0o600)
with open(os.path.join(d, "o"), "w", opener=opener) as f: f.write("x")
print(oct(os.stat(os.path.join(d, "o")).st_mode & 0o777))
with open(p, "rb") as f:
    b = bytearray(4); print(f.readinto(b), b, f.peek(2)[:2], f.read1(3))
with tempfile.TemporaryFile("w+") as t: t.write("tmp"); t.seek(0); print(t.read())
with tempfile.NamedTemporaryFile(suffix=".x") as t: print(t.name.endswith(".x"), os.path.exists(t.name))
with tempfile.TemporaryDirectory() as td: print(os.path.isdir(td))
with tempfile.SpooledTemporaryFile(10) as t: t.write(b"small"); print(t._rolled); t.write(b"x" * 20); print(t._rolled)
f = open(p); f.close(); f.close()
try:
    f.read()
except ValueError as exc:
    print(exc)
import shutil; shutil.rmtree(d); print(os.path.exists(d))
