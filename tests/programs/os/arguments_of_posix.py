"""Arguments that the functions of `posix` take or refuse: paths, descriptors, environments, times."""
import codecs, gc, io, os, posix, posixpath, sys, tempfile, warnings


def outcome(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


folder = tempfile.mkdtemp()
path = os.path.join(folder, 'a')
open(path, 'w').close()


class HasFd:
    def __init__(self, fd): self.fd = fd
    def fileno(self): return self.fd


print('descriptors')
with open(path, 'r+') as f:
    outcome(os.fsync, f)
    outcome(os.fdatasync, HasFd(f.fileno()))
    outcome(os.fsync, 'a')
fd = os.open(folder, os.O_RDONLY)
outcome(os.fchdir, HasFd(fd))
outcome(os.fchdir, 'a')
outcome(io.FileIO, fd)
os.close(fd)


class Refusing(io.FileIO):
    def __setattr__(self, name, value):
        raise KeyError(name)


fd = os.open(path, os.O_RDONLY)
outcome(Refusing, fd)
os.close(fd)
outcome(Refusing, path)
fd = os.timerfd_create(1, flags=os.TFD_NONBLOCK)
print(os.get_inheritable(fd))
os.close(fd)

print('paths')
for text in '/\udfff', '/none/\ud800x', '/none\udcff':
    outcome(os.stat, text)
outcome(posixpath.realpath, '/\udfff')
outcome(posixpath.realpath, '/none\udcff')


class Unset(os.PathLike):
    __fspath__ = None


for f in os.fspath, open, os.stat, os.listdir:
    outcome(f, Unset())
for f in posix._path_splitroot_ex, posix._path_normpath:
    for path in ['', 'a', '/a', '//a', '///a//b/', b'/a/./b', 'a/../..', '/..', '//../a', './a\0b', 'a/\udfff', HasFd(1), 3]:
        outcome(f, path)
    print(f.__text_signature__)

print('environments')


class Env:
    def __init__(self, keys, values): self.lists = keys, values
    def keys(self): return self.lists[0]
    def values(self): return self.lists[1]
    def __getitem__(self, key): raise RuntimeError
    def __len__(self): return 1


class NoMapping:
    def keys(self): return ['a']
    def values(self): return ['b']


for env in Env(['a'], ['b']), Env([3], ['b']), Env(['a'], [3]), Env(['a=b'], ['c']), NoMapping(), 3, {'a': 1}:
    outcome(os.execve, '/none', ['a'], env)
    outcome(os.posix_spawn, '/none', ['a'], env)

print('times')
for answer in 42, (), (1, 2, 3), (1, 2):
    class Int:
        def __divmod__(*args): return answer
    outcome(os.utime, folder, ns=(Int(), 1)) if answer != (1, 2) else outcome(os.utime, folder, ns=(Int(), Int()))

print('names of encodings')
outcome(codecs.lookup, '\udcfe')
outcome(codecs.lookup, 'a\0b')

print('flags of files')
with io.FileIO(os.path.join(folder, 'a')) as f:
    print(f._blksize == os.fstat(f.fileno()).st_blksize, f._isatty_open_only())
    for value in True, 1:
        outcome(setattr, f, '_finalizing', value)
    outcome(delattr, f, '_finalizing')
    f._finalizing = False
with open('/dev/null') as f:
    print(f.isatty())


def abandon(n):
    iterator = os.scandir(folder)
    for _ in range(n):
        next(iterator, None)


def frame(n):
    abandon(n)
    return [0] * 100


for n in 0, 1, 2:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        frame(n)
        gc.collect()
        print([str(w.message).split('<')[0] for w in caught])
