import sys
log = []
def tracer(frame, event, arg):
    if event == "exception": arg = (arg[0].__name__, str(arg[1]), arg[2] is not None)
    print(event, frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno, arg)
    return tracer
def add(a, b):
    c = a + b
    return c
def loop(n):
    total = 0
    for i in range(n):
        total += i
    while n > 0:
        n -= 1
    return total
def gen():
    yield 1
    x = yield 2
def use():
    for v in gen():
        w = v
    return [i for i in (1, 2)]
def bad():
    raise ValueError("x")
def catch():
    try: bad()
    except ValueError as e:
        y = str(e)
    finally:
        z = 1
    return y
class K:
    def __init__(self):
        self.x = 1
    def __len__(self):
        return 3
def objects():
    k = K()
    n = len(k)
    return sorted([3, 1], key=lambda q: -q)
def nothing():
    pass
def branch(x):
    if x:
        y = 1
    else:
        y = 2
    if not x:
        return
    z = (1,
         2,
         y)
def outer():
    raise KeyError(1)
for f, a in (add, (1, 2)), (loop, (2,)), (use, ()), (catch, ()), (objects, ()), (nothing, ()), (branch, (1,)), (branch, (0,)), (outer, ()):
    print("==", f.__name__)
    sys.settrace(tracer)
    try: f(*a)
    except KeyError: pass
    sys.settrace(None)
print(sys.gettrace())
def prof(frame, event, arg):
    print(event, frame.f_code.co_name, getattr(arg, "__name__", arg))
for f, a in (add, (1, 2)), (loop, (2,)), (use, ()), (catch, ()), (objects, ()):
    print("==", f.__name__)
    sys.setprofile(prof)
    f(*a)
    sys.setprofile(None)
def failing(frame, event, arg):
    if event == "line": raise RuntimeError("in tracer")
    return failing
sys.settrace(failing)
try: add(1, 2)
except RuntimeError as e: print(e, sys.gettrace())
def only_call(frame, event, arg):
    print(event)
sys.settrace(only_call); add(1, 2); sys.settrace(None)
def ops(frame, event, arg):
    frame.f_trace_opcodes = True; frame.f_trace_lines = False
    if event != "opcode": print(event)
    return ops
sys.settrace(ops); add(1, 2); sys.settrace(None)
