"""`sys.monitoring`: events, tools, disabling, local events, errors of the functions."""
import sys

m = sys.monitoring
E = m.events
log = []
kept = []


def name(x):
    if x is m.MISSING:
        return "MISSING"
    if isinstance(x, BaseException):
        return type(x).__name__
    return getattr(x, "__name__", getattr(x, "co_name", x if isinstance(x, (int, str)) else type(x).__name__))


def recorder(event, *, places):
    def record(code, *args):
        if code.co_filename == __file__:
            if event == "LINE":
                args = (args[0] - code.co_firstlineno,)
            elif places:
                args = args[1:]
            log.append((event, code.co_name, *map(name, args)))
    return record


NAMES = ["PY_START", "PY_RESUME", "PY_RETURN", "PY_YIELD", "CALL", "LINE", "RAISE", "EXCEPTION_HANDLED", "PY_UNWIND",
         "PY_THROW", "RERAISE", "C_RETURN", "C_RAISE", "STOP_ITERATION"]


def watch(f, *names):
    log.clear()
    for n in names:
        m.register_callback(2, getattr(E, n), recorder(n, places=n != "LINE"))
    wanted = 0
    for n in names:
        wanted |= getattr(E, n)
    m.set_events(2, wanted)
    try:
        f()
    except Exception:
        pass
    m.set_events(2, 0)
    for n in names:
        m.register_callback(2, getattr(E, n), None)
    print("---", f.__name__, *names)
    for row in log:
        if row[1] != "watch":
            print(*row)


def plain(a=1):
    x = len([a])
    return max(x, 2)

def fails():
    try:
        int("x")
    except ValueError:
        raise KeyError

def generator():
    x = yield 1
    try:
        yield 2
    except ValueError:
        yield 3

def uses_generator():
    g = generator()
    next(g)
    g.send(5)
    g.throw(ValueError)
    kept.append(g)

def loops():
    for i in range(2):
        x = i
    while x:
        x -= 1

class C:
    def method(self): return 1

def calls():
    c = C()
    c.method()
    plain(*[2])
    plain(a=3)
    print(end="")


m.use_tool_id(2, "test")
for f in plain, fails, calls:
    watch(f, "PY_START", "PY_RETURN", "CALL", "C_RETURN", "C_RAISE", "LINE")
for f in fails, uses_generator:
    watch(f, "PY_START", "PY_RESUME", "PY_YIELD", "PY_RETURN", "RAISE", "EXCEPTION_HANDLED", "PY_UNWIND", "PY_THROW")
watch(loops, "LINE")

# Disabling at a place, and restarting.
count = 0
def counting(*args):
    global count
    count += 1
    return m.DISABLE
m.register_callback(2, E.PY_START, counting)
m.set_local_events(2, plain.__code__, E.PY_START)
plain(); plain(); fails
print(count, m.get_local_events(2, plain.__code__) == E.PY_START, m.get_events(2))
m.restart_events()
plain(); plain()
print(count)
m.set_local_events(2, plain.__code__, 0)
m.register_callback(2, E.RAISE, counting)
m.set_events(2, E.RAISE)
try:
    fails()
except Exception as e:
    print(type(e).__name__, e.__context__)
m.set_events(2, 0)

# A callback that raises.
def raises(*args): raise RuntimeError("from callback")
m.register_callback(2, E.CALL, raises)
m.set_local_events(2, plain.__code__, E.CALL)
try:
    plain()
except RuntimeError as e:
    print(e)
m.set_local_events(2, plain.__code__, 0)

for bad in (lambda: m.use_tool_id(2, "again"), lambda: m.use_tool_id(6, "x"), lambda: m.use_tool_id(3, 1),
            lambda: m.set_events(3, 1), lambda: m.set_events(2, E.C_RETURN),
            lambda: m.set_local_events(2, plain.__code__, E.RAISE), lambda: m.set_local_events(2, plain, 1),
            lambda: m.register_callback(2, 3, None), lambda: m.get_events(7)):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
m.register_callback(2, E.LINE, print)
print(m.register_callback(2, E.LINE, None) is print, m.get_tool(2), m._all_events())
m.set_events(2, E.LINE | E.PY_START)
print(m._all_events())
m.free_tool_id(2)
print(m.get_tool(2), m._all_events())


def plain():
    pass


print(m.get_local_events(2, plain.__code__))
