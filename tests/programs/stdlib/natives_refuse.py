# What natives say of themselves, and what they refuse.
import copyreg
import gc
import grp
import mmap
import os
import pickle
import pwd
import socket
import sys
import tempfile


def attempt(call, *args, **kwargs):
    try:
        print(call(*args, **kwargs))
    except Exception as exc:
        print(type(exc).__name__, str(exc).split(" at ")[0])


for function in bytearray.maketrans, str.maketrans, bytes.maketrans, dict.fromkeys:
    print(repr(function).split(" at ")[0], function.__self__, function.__qualname__, function.__reduce__()[1])
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(function, protocol)) == function
for function in len, os.getcwd, tuple.__new__, [].append:
    print(function.__self__ if isinstance(function.__self__, type) else type(function.__self__))
for descriptor in bytearray.__dict__["maketrans"], dict.__dict__["fromkeys"]:
    attempt(pickle.dumps, descriptor)
    attempt(pickle._dumps, descriptor)


class MyList(list):
    pass


for code in object(), None, "a", -1, 0, 2**31, 2**1000, -(2**1000):
    copyreg._extension_registry["__main__", "MyList"] = code
    attempt(pickle.dumps, MyList)

attempt(format, 1, None)
attempt(format, 1, 5)
attempt(pwd.getpwnam, "roo\udc74")
attempt(grp.getgrnam, "roo\udc74")
print(sys.thread_info.version is not None)

with tempfile.TemporaryDirectory() as folder:
    link = os.path.join(folder, "link")
    os.symlink("nowhere", link)
    attempt(os.chmod, link, 0o700, follow_symlinks=False)
    fd = os.open(folder, os.O_RDONLY)
    attempt(os.chmod, "link", 0o700, dir_fd=fd, follow_symlinks=False)
    os.close(fd)

print(socket.getaddrinfo("fe80::1%1", 80, type=socket.SOCK_STREAM)[0][4])


async def referred_to_by_its_coroutine():
    local = [1, 2, 3]
    print([referrer is coroutine for referrer in gc.get_referrers(local)])


coroutine = referred_to_by_its_coroutine()
try:
    coroutine.send(None)
except StopIteration:
    pass
