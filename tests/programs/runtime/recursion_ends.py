# However deep native code and Python code call one another, and on however small a stack, the end is an exception.
import ast, copy, functools, json, operator, re, subprocess, sys, threading, types

N = 20000

def nest(f, x, n=N):
    for _ in range(n):
        x = f(x)
    return x

class R:
    def __repr__(self): return repr(self.__dict__["x"])
    def __eq__(self, other): return self.__dict__["x"] == other
    def __hash__(self): return hash(self.__dict__["x"])
    def __getattr__(self, name): return getattr(self, name + "a")
    def __setattr__(self, name, value): setattr(self, name, value)
    @property
    def p(self): return self.p
    def __call__(self): return self()
    def __getitem__(self, i): return self[i]
    def __len__(self): return len(self)
    def __iter__(self): return iter(self)
    def __next__(self): return next(self)
    def __add__(self, other): return self + other
    def __bool__(self): return bool(self)
    def __format__(self, spec): return format(self, spec)
    def __contains__(self, x): return x in self
    def __lt__(self, other): return sorted([self, other])
    def __index__(self): return operator.index(self)
    def __instancecheck__(self, x): return isinstance(x, self)
    def __reduce__(self): return copy.copy(self)
    def __enter__(self):
        with self: pass
    def __exit__(self, *args): pass

r = R()
r.__dict__["x"] = r

def f_map(): return list(map(lambda x: f_map(), [1]))
def f_sorted(): return sorted([2, 1], key=lambda x: f_sorted())
def f_exec(): exec("f_exec()", globals())
def f_eval(): return eval("f_eval()")
def f_generator(): yield from f_generator()
def f_partial(): return functools.partial(f_partial)()
def f_sub(): return re.sub("a", lambda m: f_sub(), "a")
def f_class():
    class C: x = f_class()
def f_with():
    with r: pass
def f_finally():
    try: f_finally()
    finally: pass

def texts(*all):
    return [lambda text=text: compile(text, "<text>", "exec") for text in all]

cases = [
    f_map, f_sorted, f_exec, f_eval, f_partial, f_sub, f_class, f_with, f_finally, lambda: list(f_generator()),
    lambda: repr(r), lambda: r == r, lambda: r == 1, lambda: hash(r), lambda: r.zz, lambda: setattr(r, "a", 1), lambda: r.p,
    lambda: r(), lambda: r[1], lambda: len(r), lambda: iter(r), lambda: next(r), lambda: r + 1, lambda: bool(r),
    lambda: f"{r}", lambda: 1 in r, lambda: r < r, lambda: operator.index(r), lambda: isinstance(1, r), lambda: copy.copy(r),
    lambda: repr(nest(lambda x: [x], [])), lambda: nest(lambda x: [x], []) == nest(lambda x: [x], []),
    lambda: repr(nest(lambda x: {1: x}, {})), lambda: hash(nest(lambda x: (x,), ())), lambda: isinstance(1, nest(lambda x: (x,), ())),
    lambda: copy.deepcopy(nest(lambda x: [x], [])), lambda: json.loads("[" * N), lambda: repr(nest(lambda x: slice(x), 1)),
    lambda: repr(nest(lambda x: types.SimpleNamespace(a=x), 1)), lambda: hash(nest(lambda x: frozenset([x]), 1)),
    lambda: nest(lambda x: types.MethodType(x, 1), len, 3000)(), lambda: repr(nest(lambda x: list[x], int, 3000)),
    lambda: ast.unparse(nest(lambda x: ast.UnaryOp(ast.Not(), x), ast.Constant(1), 3000)),
    lambda: ast.literal_eval("-" * N + "1"), lambda: re.compile("(" * N + ")" * N), lambda: re.match("(?:a|b)*c", "ab" * N),
    *texts("(" * N, "[" * N + "]" * N, "-" * N + "1", "not " * N + "1", "lambda: " * N + "1", "1 if 1 else " * N + "1", "x" + "+x" * N,
           "x" + ".x" * N, "x" + "()" * N, "x" + "[0]" * N, "x" + "**x" * N, "x" + " and x" * N, "x: " + "x|" * N + "x", "{" * N,
           "".join(" " * i + "if 1:\n" for i in range(200)), "if 0: pass\n" + "elif 0: pass\n" * N, "async def f(): " + "await " * N + "x",
           "match x:\n case " + "[" * N + "]" * N + ": pass", "def f():\n return " + "[" * 90 + "x" + " for x in y]" * 90),
]

def run():
    for case in cases:
        try:
            case()
        except (RecursionError, MemoryError, SyntaxError, ValueError, TypeError):
            pass

if len(sys.argv) > 1:
    run()
    print("main thread")
else:
    print(subprocess.run(["sh", "-c", 'ulimit -s 1024; exec "$0" "$@"', sys.executable, __file__, "again"], capture_output=True, text=True).stdout)
    run()
    if "taipan" in sys.version:
        # CPython 3.14 crashes.
        for size in 64 << 10, 256 << 10:
            threading.stack_size(size)
            thread = threading.Thread(target=run)
            thread.start()
            thread.join()
        threading.stack_size(0)
    sys.setrecursionlimit(150_000)
    def count(n): return n and 1 + count(n - 1)
    thread = threading.Thread(target=lambda: print(count(100_000)))
    thread.start()
    thread.join()
    print(count(100_000))
