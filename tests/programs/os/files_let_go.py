"""Files that are written and let go without being closed are there for whoever looks; and they do not use up descriptors."""
import fcntl
import importlib
import mmap
import os
import resource
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import warnings

warnings.simplefilter("ignore", ResourceWarning)
folder = tempfile.mkdtemp()
path = os.path.join(folder, "a.txt")


def write(text, mode="w", **kwargs):
    open(path, mode, **kwargs).write(text)


def leave(text):
    f = open(path, "w")
    f.write(text)


for look in (
    lambda: open(path).read(),
    lambda: os.path.getsize(path),
    lambda: os.stat(path).st_size,
    lambda: subprocess.run(["cat", path], capture_output=True).stdout,
    lambda: os.popen(f"cat {path}").read(),
    lambda: os.system(f"test -s {path}"),
    lambda: os.read(os.open(path, os.O_RDONLY), 100),
    lambda: open(shutil.copy(path, path + "2")).read(),
    lambda: open(shutil.move(path, path + "3")).read(),
    lambda: next(os.scandir(folder)).stat().st_size,
):
    for put in write, leave:
        for name in os.listdir(folder):
            os.unlink(os.path.join(folder, name))
        put(f"text by {put.__name__}\n")
        print(look())

write(b"bytes", "wb")
print(open(path, "rb").read())
write("more", "a")
write("and", "r+")
print(open(path).read())
write("\u00e4\u20ac", encoding="utf-16")
print(os.path.getsize(path))
reader = open(path, "w+")
reader.write("both ways")
print(reader.tell(), open(path).read(), reader.seek(0), reader.read(4))
del reader

f = open(path, "w+b")
f.write(b"x" * 100)
f.flush()
open(path, "r+b").write(b"mapped")
print(mmap.mmap(f.fileno(), 100)[:8])

os.utime(path, (1000, 1000))
write("later")
os.utime(path, (2000, 2000))
print(open(path).read(), os.stat(path).st_mtime)

sys.path.insert(0, folder)
sys.dont_write_bytecode = True
for value in 1, 22, 333:
    path = os.path.join(folder, f"let_go_{value}.py")
    write(f"value = {value}")
    print(importlib.import_module(f"let_go_{value}").value)
path = os.path.join(folder, "broken.py")
write("x = (")
try:
    import broken
except SyntaxError as e:
    print(e.msg)

# A process that is forked off does not write what its parent has buffered.
path = os.path.join(folder, "forked.txt")
f = open(path, "w")
f.write("parent\n")
pid = os.fork()
if pid == 0:
    open(path + "2", "w").write("child")
    os.stat(path)
    os._exit(0)
os.waitpid(pid, 0)
f.close()
print(open(path).read(), open(path + "2").read())

# What goes to a pipe or to the standard streams is written when it would be.
program = "import os, sys; print('first', flush=False); os.system('echo second'); print('third')"
print(subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout)

soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
for make in (
    lambda: open(path),
    lambda: open(path, "rb", buffering=0),
    lambda: os.fdopen(os.open(path, os.O_RDONLY)),
    lambda: socket.socket(),
    lambda: socket.socketpair(),
    lambda: select.epoll(),
    lambda: subprocess.Popen(["true"], stdout=subprocess.PIPE).wait(),
    lambda: tempfile.TemporaryFile(),
):
    for _ in range(150):
        make()


def free_port():
    s = socket.socket()
    s.bind(("127.0.0.1", 0))
    return s.getsockname()


for _ in range(3):
    socket.create_server(free_port())


def lock(how=fcntl.LOCK_EX):
    f = open(path)
    fcntl.flock(f, how)
    return f


for _ in range(3):
    lock()
held = lock()
try:
    lock(fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError as e:
    print(e)
server = socket.create_server(("127.0.0.1", 0))
for _ in range(60):
    client = socket.create_connection(server.getsockname())
    peer = server.accept()
print("enough descriptors")
shutil.rmtree(folder)

# The name of a temporary file is free when the object is let go; another file may have it then, and keeps it.
def used(use):
    name = tempfile.NamedTemporaryFile(suffix=".txt").name
    use(name)
    print(os.path.exists(name) and open(name).read())
    return name


kept = [
    used(use)
    for use in (
        lambda name: open(name, "w").write("kept"),
        lambda name: subprocess.run(["sh", "-c", f"printf kept > {name}"]),
        lambda name: os.system(f"printf kept > {name}"),
    )
]
held = tempfile.NamedTemporaryFile("w", suffix=".txt")
held.write("held")
held.flush()
print(open(held.name).read(), subprocess.run(["cat", held.name], capture_output=True).stdout)
import gc

gc.collect()
for name in kept:
    print(os.path.exists(name))
    if os.path.exists(name):
        os.unlink(name)
