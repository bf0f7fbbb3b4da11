# Scripts for other processes, where no process takes any: what is asked of the arguments comes first.
import sys, os, tempfile
if 'PYTHON_DISABLE_REMOTE_DEBUG' not in os.environ:
    os.environ['PYTHON_DISABLE_REMOTE_DEBUG'] = '1'
    os.execv(sys.executable, [sys.executable, __file__])
events = []
def hook(e, a):
    if e.startswith('sys.remote'): events.append((e, a))
sys.addaudithook(hook)
d = tempfile.mkdtemp(); p = os.path.join(d, 's.py'); open(p, 'w').close(); q = os.path.join(d, 'no\0')
class P:
    def __fspath__(s): return p
class I:
    def __index__(s): return os.getpid()
print(sys.remote_exec.__doc__ is not None, sys.remote_exec.__text_signature__)
for a in ((os.getpid(), '/nonexistent/file.py'), (os.getpid(), 5), ('a', 'b'), (), (1,), (os.getpid(), p), (os.getpid(), os.fsencode(p)), (os.getpid(), P()), (I(), p), (2**40, p), (1.5, p), (os.getpid(), q), (1, 2, 3), (2**40, 5), ('a', '/nonexistent')):
    try: print(sys.remote_exec(*a))
    except BaseException as e: print(type(e).__name__, e, getattr(e, 'errno', ''), getattr(e, 'filename', ''))
for k in dict(pid=os.getpid(), script=p), dict(pid=1, scr=p):
    try: print(sys.remote_exec(**k))
    except BaseException as e: print(type(e).__name__, e)
print([(e, a[0] == os.getpid(), type(a[1]).__name__) for e, a in events])
os.remove(p); os.rmdir(d)
