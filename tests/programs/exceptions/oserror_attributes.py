import os, errno, tempfile
d = tempfile.mkdtemp()
def attempt(f):
    try: f()
    except OSError as e: print(type(e).__name__, e.errno == getattr(errno, {"FileNotFoundError": "ENOENT", "FileExistsError": "EEXIST", "NotADirectoryError": "ENOTDIR", "IsADirectoryError": "EISDIR"}.get(type(e).__name__, "EIO")), e.strerror, str(e.filename).replace(d, "D"), str(e.filename2).replace(d, "D"), str(e).replace(d, "D"), e.args[0] == e.errno)
p = os.path.join(d, "f"); open(p, "w").close()
for f in (lambda: open(os.path.join(d, "no")), lambda: open(p, "x"), lambda: os.mkdir(p), lambda: open(os.path.join(p, "sub")), lambda: open(d, "w"), lambda: os.rename(os.path.join(d, "a"), os.path.join(d, "b")), lambda: os.remove(os.path.join(d, "zz")), lambda: os.listdir(os.path.join(d, "q")), lambda: os.link(os.path.join(d, "x"), os.path.join(d, "y")), lambda: os.chdir(os.path.join(d, "n")), lambda: os.stat(os.path.join(d, "é")), lambda: os.unlink(b"/nonexistent_b"), lambda: os.rmdir(p), lambda: os.readlink(p), lambda: os.execv("/nonexistent", ["x"])):
    attempt(f)
e = OSError(errno.EACCES, "denied", "f1", None, "f2"); print(type(e).__name__, e.filename, e.filename2, e, repr(e), e.args)
for args in ((), (1,), ("m",), (2, "m"), (2, "m", "f"), (999, "m"), ("a", "b"), (2, "m", None), (errno.EPIPE, "p"), (errno.ETIMEDOUT, "t")): print(type(OSError(*args)).__name__, OSError(*args).errno, OSError(*args))
class Mine(OSError): pass
print(type(Mine(2, "m")).__name__, Mine(2, "m").errno, isinstance(OSError(2, "x"), FileNotFoundError), FileNotFoundError("just text").errno, BlockingIOError(11, "b", 5).characters_written, ConnectionError.__mro__[1].__name__, [c.__name__ for c in ConnectionError.__subclasses__()][:4])
os.remove(p); os.rmdir(d)
