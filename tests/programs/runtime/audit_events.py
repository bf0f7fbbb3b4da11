"""Which audit events the parts of the core and the native modules raise, and with what."""
import array, ast, _thread, fcntl, gc, marshal, mmap, os, pickle, resource, signal, socket, subprocess, sys, syslog
import tempfile, threading, time, types, wave
import encodings.idna

on = False
tmp = tempfile.mkdtemp()


def shown(value):
    if isinstance(value, (str, bytes)) and len(value) < 80:
        return repr(value).replace(tmp, 'TMP')
    if isinstance(value, int) and abs(value) < 1000 or value is None:
        return repr(value)
    if isinstance(value, tuple) and len(value) < 4 and '127.0.0.1' not in value:
        return '(' + ', '.join(map(shown, value)) + ')'
    if isinstance(value, type):
        return value.__qualname__
    return f'<{type(value).__name__}>'


def hook(event, args):
    global on
    # Which files the library has, and where, is each interpreter's own business.
    if on and event != 'import':
        on = False
        if event == 'code.__new__':
            args = args[2:7]
        if event == 'builtins.id':
            args = ()
        print('   ', event, '(' + ', '.join(map(shown, args)) + ')')
        on = True


sys.addaudithook(hook)


def told(f):
    global on
    print(f.__name__)
    on = True
    try:
        f()
    except Exception as e:
        on = False
        print('    raised', type(e).__name__)
    on = False

def function(): pass
class A: pass
class B: pass
class C(A): x = 1

def gen(): yield
async def coro(): pass
async def agen(): yield

@told
def attributes_read():
    function.__code__; function.__defaults__; function.__kwdefaults__; function.__closure__; function.__globals__
    function.__name__; function.__dict__; function.__annotations__; function.__type_params__
    g = gen(); g.gi_code; g.gi_frame
    c = coro(); c.cr_code; c.cr_frame; c.close()
    a = agen(); a.ag_code; a.ag_frame
    f = sys._getframe(); f.f_code; f.f_globals; f.f_back; f.f_locals; f.f_builtins
    try: 1/0
    except ZeroDivisionError as e: e.__traceback__.tb_frame; e.__traceback__.tb_next
    C().m if hasattr(C(), 'm') else None
    m = types.MethodType(function, 1); m.__func__; m.__self__; m.__code__
    C.__bases__; C.__dict__; C.__mro__; C.__subclasses__(); C().__class__; C().__dict__
    len.__self__
    property().fget

@told
def attributes_set():
    function.__code__ = (lambda: None).__code__
    function.__defaults__ = ()
    function.__kwdefaults__ = {}
    function.__name__ = 'function'
    function.__qualname__ = 'function'
    function.__annotations__ = {}
    function.__dict__ = {}
    function.__type_params__ = ()
    function.__module__ = 'm'
    function.x = 1
    del function.__defaults__
    del function.__kwdefaults__
    del function.x
    C.__name__ = 'C'
    C.__qualname__ = 'C'
    C.__module__ = 'm'
    C.__doc__ = 'm'
    C.__bases__ = (B,)
    C.__abstractmethods__ = frozenset()
    C.__annotations__ = {}
    C.__annotate__ = None
    C.__type_params__ = ()
    C.y = 1
    C.__init__ = function
    del C.__abstractmethods__
    o = C()
    o.__class__ = B
    o.__dict__ = {}
    sys.modules['types'].__class__ = types.ModuleType
    f = sys._getframe()
    f.f_trace = None
    f.f_trace_lines = True
    e = ValueError(); e.__traceback__ = None; e.args = ()
    t = gen(); t.__name__ = 'g'

@told
def attributes_deleted():
    del function.__code__
@told
def attributes_deleted_of_class():
    del C.__doc__
@told
def setattr_by_object():
    object.__setattr__(B(), 'x', 1)
@told
def setattr_by_type():
    type.__setattr__(C, '__name__', 'C')

@told
def code():
    compile('1', 'f', 'exec')
    compile(b'1', 'f', 'exec')
    eval('1'); exec('1')
    eval(compile('1', 'g', 'eval'))
    exec(function.__code__)
    types.FunctionType(function.__code__, {})
    function.__code__.replace(co_name='other')
    lambda: 1
    class D: pass

@told
def compiling_of_trees():
    compile(ast.Expression(ast.Constant(1, lineno=1, col_offset=0)), 'f', 'eval')
    ast.parse('1')

@told
def building():
    id(3)
    sys._getframe(); sys._getframemodulename(); sys._getframemodulename(1)
    sys._current_frames(); sys._current_exceptions()
    sys.settrace(None); sys.setprofile(None); sys.set_asyncgen_hooks(None, None)
    sys.monitoring.register_callback(1, 1, None)
    sys.addaudithook(lambda *a: None)
    sys.audit('mine', 1, 2)
    threading.settrace(None)

@told
def collecting():
    gc.get_objects(); gc.get_objects(1); gc.get_referrers(3); gc.get_referents(3, 4); gc.collect()
    gc.disable(); gc.enable()

@told
def marshalling():
    marshal.dumps(1); marshal.dumps(1, 2); marshal.loads(marshal.dumps(3, 2)); marshal.loads(bytearray(marshal.dumps(3, 2)))
    with open(tmp + '/m', 'wb') as f: marshal.dump(4, f)
    with open(tmp + '/m', 'rb') as f: marshal.load(f)
    pickle.loads(pickle.dumps(len))
    array.array('i'); array.array('i', [1]); array.array('b', b'a')

@told
def opening():
    global fd
    open(tmp + '/a', 'w').close(); open(tmp + '/a').close(); open(tmp + '/a', 'rb', buffering=0).close(); open(tmp + '/a', 'a+b').close()
    open(tmp + '/a', 'r+').close()
    open((tmp + '/a').encode()).close()
    fd = os.open(tmp + '/a', os.O_RDWR)
    os.fdopen(fd, closefd=False).close()
    os.open('a', 0, dir_fd=-3)
@told
def opening_with_an_opener():
    open(tmp + '/a', opener=lambda p, f: os.open(p, f)).close()
@told
def opening_as_code():
    import io
    io.open_code(tmp + '/a').close()
@told
def opening_of_nothing(): open(tmp + '/none')

def loud(f, *args, **kwargs):
    def run():
        try: f(*args, **kwargs)
        except OSError as e: pass
    run.__name__ = f.__name__
    told(run)

p = tmp + '/a'
for args in [
    (os.chdir, tmp), (os.chdir, 77), (os.fchdir, 77), (os.chmod, p, 0o644), (os.fchmod, 77, 0o600), (os.chown, p, -1, -1), (os.lchown, p, -1, -1), (os.fchown, 77, 1, 2),
    (os.getxattr, p, 'user.x'), (os.setxattr, p, 'user.x', b''), (os.removexattr, p, 'user.y'), (os.listxattr, p),
    (os.link, p, p + 'l'), (os.listdir, tmp), (os.listdir,), (os.lockf, 77, 1, 2), (os.mkdir, tmp + '/d'), (os.rename, p + 'l', p + 'm'), (os.replace, p + 'm', p + 'n'),
    (os.rmdir, tmp + '/d'), (os.scandir, tmp), (os.scandir,), (os.symlink, p, p + 's'), (os.readlink, p + 's'), (os.remove, p + 's'), (os.unlink, p + 'n'),
    (os.truncate, p, 0), (os.ftruncate, 77, 0), (os.utime, p, (1, 2)), (os.utime, p), (os.utime, p, None), (os.putenv, 'a', 'b'), (os.unsetenv, 'a'),
    (os.stat, p), (os.access, p, 0), (os.kill, 0, 0), (os.killpg, 99999999, 0), (os.system, 'true'), (os.fwalk, tmp), (os.walk, tmp),
    (os.posix_spawn, '/none', ['a'], {}), (os.execv, '/none', ['a']), (os.execve, '/none', ['a'], {}), (os.pipe,), (os.umask, 0o22), (os.nice, 0), (os.chroot, '/none'),
    (os.mkfifo, p), (os.mknod, p), (os.dup, 77), (os.close, 77), (os.statvfs, '/'), (os.get_terminal_size, 77), (os.memfd_create, 'x'), (os.fork,) if 0 else (os.getpid,),
    (os.setpriority, 0, 0, 0), (os.sched_yield,), (os.sync,), (os.urandom, 1), (os.ttyname, 77), (os.pidfd_open, 99999999), (os.sendfile, 77, 77, 0, 1),
    (fcntl.fcntl, 77, 1), (fcntl.fcntl, 77, 1, 2), (fcntl.flock, 77, 1), (fcntl.lockf, 77, 1), (fcntl.ioctl, 77, 1), (fcntl.ioctl, 77, 1, 2), (fcntl.ioctl, 77, 1, b'ab'),
    (resource.setrlimit, resource.RLIMIT_CORE, (0, 0)), (resource.prlimit, 0, resource.RLIMIT_CORE), (resource.prlimit, 0, resource.RLIMIT_CORE, (0, 0)), (resource.getrlimit, 0),
    (signal.signal, signal.SIGUSR1, signal.SIG_DFL), (signal.raise_signal, 0),
    (time.sleep, 0), (time.sleep, 0.0),
    (mmap.mmap, -1, 8), (mmap.mmap, -1, 8, mmap.MAP_PRIVATE),
    (socket.gethostname,), (socket.sethostname, 'x') if 0 else (os.getpid,), (socket.getservbyname, 'http'), (socket.getservbyname, 'http', 'tcp'), (socket.getservbyport, 80), (socket.getservbyport, 80, 'tcp'),
    (socket.getaddrinfo, '127.0.0.1', 80), (socket.getnameinfo, ('127.0.0.1', 80), 3), (socket.gethostbyname, '127.0.0.1'), (socket.gethostbyaddr, '127.0.0.1'), (socket.gethostbyname_ex, '127.0.0.1'),
    (socket.if_nameindex,), (socket.getprotobyname, 'tcp'), (socket.inet_aton, '1.2.3.4'),
    ]:
    loud(*args)

@told
def sockets():
    s = socket.socket(); s.setblocking(False)
    s.bind(('127.0.0.1', 0)); s.listen()
    c = socket.socket(); c.connect(s.getsockname()); c.connect_ex(s.getsockname())
    c.sendmsg([b'x']); c.send(b'x'); c.sendall(b'y')
    u = socket.socket(type=socket.SOCK_DGRAM); u.sendto(b'', s.getsockname()); u.sendto(b'', 0, s.getsockname()); u.sendmsg([b'x'], [], 0, s.getsockname())
    a, b = socket.socketpair()
    a.dup()
    for x in s, c, u, a, b: x.close()

@told
def threads():
    lock = _thread.allocate_lock(); lock.acquire()
    _thread.start_new_thread(lock.release, ()); lock.acquire()
    _thread.start_new_thread(lambda x: lock.release(), (), {'x': 1}); lock.acquire()
    h = _thread.start_joinable_thread(function); h.join()
    h = _thread.start_joinable_thread(function, daemon=False); h.join()
    h = _thread.start_joinable_thread(function, daemon=False, handle=_thread._ThreadHandle()); h.join()
    t = threading.Thread(target=function); t.start(); t.join()

@told
def breaking():
    sys.breakpointhook = lambda *a: None
    breakpoint(1)

@told
def reading():
    sys.stdin = open(os.devnull)
    input('? ')

@told
def processes():
    sys.stdout.flush()
    subprocess.run(['/bin/true'], env={})

@told
def forking():
    sys.stdout.flush()
    if not os.fork(): os._exit(0)
    os.wait()

@told
def hooks():
    class D:
        def __del__(self): raise ValueError
    sys.unraisablehook = lambda *a: None
    D(); gc.collect()

@told
def logging():
    syslog.setlogmask(7); syslog.closelog()


@told
def importing():
    __import__('wave')


class Refusing:
    def __init__(self, event, exception):
        self.event, self.exception = event, exception
        sys.addaudithook(self)

    def __call__(self, event, args):
        if event == self.event:
            raise self.exception('no ' + event)


def outcome(f, *args):
    try:
        print(f(*args))
    except BaseException as e:
        print(type(e).__name__, e)


print('refused')
refusing = Refusing('os.chdir', RuntimeError)
outcome(os.chdir, '/')
refusing.event = 'sys.addaudithook'
outcome(sys.addaudithook, 'never called')
refusing.exception = KeyboardInterrupt
outcome(sys.addaudithook, 'never called')
refusing.event = None
outcome(sys.audit, 9)
outcome(sys.addaudithook)

print('traced')
calls = []


def trace(frame, event, arg):
    if frame.f_code is Traced.__call__.__code__:
        calls.append(event)


class Traced:
    def __call__(self, *args):
        pass


traced = Traced()
sys.addaudithook(traced)
sys.settrace(trace)
sys.audit('a')
traced.__cantrace__ = True
sys.audit('b')
sys.settrace(None)
print(calls)
