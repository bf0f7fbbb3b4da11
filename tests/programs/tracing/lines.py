"""Which lines a trace function is told of: statements without instructions, ways that end a function, `try`, `with`,
delegation. Offsets, `co_lines` and `f_lineno` agree."""
import sys


def matches(frame):
    last = None
    for start, end, line in frame.f_code.co_lines():
        if start <= frame.f_lasti < end:
            last = line
    return last == frame.f_lineno


def trace(frame, event, arg):
    if not frame.f_code.co_filename.endswith("lines.py"):
        return
    if event == "exception":
        arg = arg[0].__name__
    line = frame.f_lineno
    print(event, frame.f_code.co_name, line and line - frame.f_code.co_firstlineno, arg, matches(frame))
    return trace


class manager:
    def __enter__(self): return 1
    def __exit__(self, *args): return args[0] is KeyError


def branches(x, y):
    if x:
        if y:
            z = 1
    else:
        pass

def constants():
    if 0:
        pass
    if 1:
        x = 1
    while 0:
        pass
    while True:
        break

def loops():
    for i in range(2):
        if i:
            continue
        x = i
    else:
        x = 2
    for i in range(2): x = i
    while x:
        x -= 1

def tries():
    try:
        x = 1
    except ValueError:
        x = 2
    else:
        x = 3
    finally:
        x = 4
    try:
        raise KeyError
    except ValueError:
        pass
    except KeyError as e:
        x = 5

def finally_and_return():
    for i in range(2):
        try:
            if i:
                return
            continue
        finally:
            x = 1

def finally_with_exception():
    try:
        try:
            1 / 0
        finally:
            x = 1
    except* ZeroDivisionError as e:
        x = 2

def raise_again():
    try:
        try:
            1 / 0
        except Exception:
            raise
    except:
        pass

def withs():
    with manager() as m:
        x = 1
    with manager():
        raise KeyError
    with manager():
        return x

def classes():
    class C:
        x = 1
        if x:
            y = 2
    return C

def documented():
    "text"

def parameter(x):
    x

def one_line(): return [i for i in (1, 2)]

def matching(x):
    match x:
        case 1:
            y = 1
        case [a, b] if a:
            y = 2
        case _:
            y = 3

async def awaited():
    return 1

async def awaits():
    await awaited()
    x = await awaited()

class countdown:
    def __init__(self): self.n = 2
    def __aiter__(self):
        return self
    def __repr__(self):
        return "countdown"
    async def __anext__(self):
        self.n -= 1
        if self.n < 0:
            raise StopAsyncIteration
        return self.n

async def iterates():
    async for x in countdown():
        pass

def generator():
    x = yield 1
    yield from inner()
    yield from [2]

def inner():
    yield 3

def run(f, *args):
    print("---", f.__name__, *args)
    result = None
    sys.settrace(trace)
    try:
        result = f(*args)
        if hasattr(result, "send"):
            while True:
                result.send(None)
    except StopIteration:
        pass
    finally:
        sys.settrace(None)


run(branches, 1, 1)
run(branches, 1, 0)
run(branches, 0, 0)
for f in (constants, loops, tries, finally_and_return, finally_with_exception, raise_again, withs, classes, documented,
          one_line, awaits, iterates, generator):
    run(f)
run(parameter, 1)
run(matching, 1)
run(matching, [1, 2])
run(matching, None)
exec(compile("x = 1\nif x:\n  y = 1\nelse:\n  z = 1\n", "lines.py", "exec"), {})


def started_late():
    sys._getframe().f_trace = trace
    sys.settrace(trace)
    x = 1
    y = 2
    sys.settrace(None)

started_late()

# What a module's annotations are made by belongs to its first statement.
for source in "\nx: int = 3\n", "\n\n'doc'\nx: int\ny: str = ''\n", "\nif 1:\n    x: int\n":
    seen = []

    def tracer(frame, event, arg):
        if frame.f_code.co_filename == "<annotated>":
            seen.append((event, frame.f_lineno))
        return tracer

    code = compile(source, "<annotated>", "exec")
    sys.settrace(tracer)
    exec(code, {})
    sys.settrace(None)
    print(seen)
