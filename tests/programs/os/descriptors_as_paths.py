# Functions of `os` that take a path or a descriptor: what their errors tell, and executing an open file.
import os
import sys
import termios
import fcntl


class Path:
    def __init__(self, path):
        self.path = path

    def __fspath__(self):
        return self.path

    def __repr__(self):
        return f"Path({self.path!r})"


def attempt(label, f):
    try:
        print(label, f())
    except (OSError, TypeError, ValueError, OverflowError) as e:
        print(label, type(e).__name__, e, getattr(e, "filename", None))


print(sorted(f.__name__ for f in os.supports_fd))
print(sorted(f.__name__ for f in os.supports_dir_fd))
print(sorted(f.__name__ for f in os.supports_follow_symlinks))
for fd in 197, 2**31 - 1, 2**31:
    for name, args in {
        "stat": (), "chdir": (), "statvfs": (), "utime": (), "chmod": (0,), "chown": (-1, -1), "pathconf": ("PC_NAME_MAX",),
        "truncate": (0,), "listdir": (), "scandir": (), "execve": (["x"], {}), "getxattr": ("user.x",),
        "setxattr": ("user.x", b""), "removexattr": ("user.x",), "listxattr": (), "fstat": (), "fstatvfs": (),
        "fpathconf": ("PC_NAME_MAX",), "fchdir": (), "fchmod": (0,), "ftruncate": (0,),
    }.items():
        attempt((name, fd), lambda: getattr(os, name)(fd, *args))
for f in os.mkfifo, os.mknod:
    attempt(f.__name__, lambda: f("no such folder/x"))
    attempt(f.__name__, lambda: f("/"))
    attempt(f.__name__, lambda: f("x", dir_fd=197))
for fd in 2**31, -2**31 - 1, 2**70, -2**70, -1:
    attempt(fd, lambda: fcntl.flock(fd, 1))
    attempt(fd, lambda: termios.tcgetattr(fd))

for path in "no such file", b"no such file", Path("no such file"), 197, "a\0b", None, 1.5, "":
    for argv in ["x"], ("x",), [], [""], (), "x", None, ["a\0"], [1], [b"x", Path("y")], {"a": 1}:
        attempt((str(path), str(argv)), lambda: os.execv(path, argv))
        attempt((str(path), str(argv)), lambda: os.execve(path, argv, {}))
        attempt((str(path), str(argv)), lambda: os.execve(path, argv, None))
for env in {"a": 1}, {"a": "b"}, 5, {"a=b": "c"}, {"=": "x"}, {"=a=": "x"}, {b"x": b"y"}, {1: "x"}, {"a\0": "b"}, {"": "x"}, {"a=b": 1}:
    attempt(env, lambda: os.execve("no such file", ["x"], env))

echo = os.open("/bin/echo", os.O_RDONLY)
sys.stdout.flush()
child = os.fork()
if not child:
    os.execve(echo, ["echo", "from", "a", "descriptor"], {"=C:": "an odd name"})
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))

for path in "\ud800", [], 1.5:
    for f in open, os.open, os.listxattr, os.getxattr, os.stat, os.listdir:
        try:
            f(path) if f in (open, os.listxattr, os.stat, os.listdir) else f(path, 0)
        except (ValueError, TypeError) as e:
            print(f.__name__, ascii(path), type(e).__name__, e)
