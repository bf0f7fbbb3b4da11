# Maps that change their length, looked into and not.
import gc
import mmap
import os
import re
import tempfile

PAGE = mmap.PAGESIZE


def attempt(call, *args):
    try:
        print(call.__name__, call(*args))
    except Exception as exc:
        print(call.__name__, type(exc).__name__, exc)


with tempfile.TemporaryFile() as file:
    file.write(b"first page".ljust(PAGE, b".") + b"second page".ljust(PAGE, b"."))
    file.flush()
    with mmap.mmap(file.fileno(), 2 * PAGE) as m:
        print(re.search(b"second", m).start() == PAGE)
        m.resize(512)
        print(len(m), m[:10])
        m.resize(3 * PAGE)
        print(len(m), m[:10], m[512:514], os.fstat(file.fileno()).st_size == 3 * PAGE)
        m[2 * PAGE] = 65
        with memoryview(m) as view:
            attempt(m.resize, PAGE)
            print(bytes(view[2 * PAGE : 2 * PAGE + 2]))
        view = memoryview(m)
        del view
        gc.collect()
        m.resize(PAGE)
        print(len(m))
    with mmap.mmap(file.fileno(), PAGE, trackfd=False) as m:
        attempt(m.resize, 2 * PAGE)

with mmap.mmap(-1, 2 * PAGE) as m:
    m.read(5000)
    attempt(m.resize, 2 * PAGE + 1)
    attempt(m.resize, PAGE)
    attempt(m.resize, 2 * PAGE)
    attempt(m.resize, 0)
    attempt(m.resize, -1)
    print(m.read(14))
    attempt(m.read_byte)
    attempt(m.write, b"abc")
    attempt(m.madvise, mmap.MADV_NORMAL, PAGE - 1, 2**63 - 1)

with mmap.mmap(-1, PAGE, flags=mmap.MAP_PRIVATE) as m:
    m[:] = b"x" * PAGE
    m.resize(2 * PAGE)
    print(m[PAGE - 1 : PAGE + 1], m.rfind(b"x") == PAGE - 1)


class Resizes:
    def __init__(self, m):
        self.m = m

    def __index__(self):
        self.m.resize(PAGE)
        return 7

    def __buffer__(self, flags):
        self.m.resize(PAGE)
        return memoryview(bytes(2 * PAGE))


for key in 0, 2 * PAGE - 1, slice(0, 2 * PAGE):
    with mmap.mmap(-1, 2 * PAGE) as m:
        attempt(m.__setitem__, key, Resizes(m))
        print(len(m) == PAGE, m[0])
