import doctest, io, sys, code, cmd, bdb
def f(x):
    """Doubles.

    >>> f(2)
    4
    >>> f("a")
    'aa'
    >>> f(None)
    Traceback (most recent call last):
        ...
    TypeError: unsupported operand type(s) for *: 'NoneType' and 'int'
    >>> f(3)
    7
    >>> print("a\\n\\nb")
    a
    <BLANKLINE>
    b
    >>> list(range(20)) # doctest: +ELLIPSIS
    [0, 1, ..., 19]
    """
    return x * 2
buf = io.StringIO(); old, sys.stdout = sys.stdout, buf
try: r = doctest.testmod(verbose=False)
finally: sys.stdout = old
import re; print(r, re.sub(r"File .*?, line \d+", "File F, line N", buf.getvalue()))
c = code.InteractiveInterpreter({"x": 5}); print(c.runsource("x + 1"), c.runsource("if x:"), c.runsource("y = x * 2")); print(c.locals["y"])
err, sys.stderr = sys.stderr, io.StringIO(); c.runsource("1/0"); c.runsource("x ="); text = sys.stderr.getvalue(); sys.stderr = err; print(text)
print([code.compile_command(s) is None for s in ("if 1:", "x = (", "x = 1", "def f():\n  pass", "def f():\n  pass\n\n", "'''a")])
class C(cmd.Cmd):
    prompt = "> "; intro = "hi"
    def do_add(self, arg): "add numbers"; print(sum(map(int, arg.split())))
    def do_quit(self, arg): return True
    def default(self, line): print("unknown", line)
    def emptyline(self): print("empty")
C(stdin=io.StringIO("add 1 2\n\nnope x\nhelp add\nhelp\nquit\n")).use_rawinput; q = C(stdin=io.StringIO("add 1 2\n\nnope x\nhelp add\nquit\n"), stdout=sys.stdout); q.use_rawinput = False; q.cmdloop()
import pdb
def target(n):
    total = 0
    for i in range(n):
        total += i
    return total
p = pdb.Pdb(stdin=io.StringIO("n\nn\np n\nn\nn\np total, i\nr\nc\n"), stdout=(out := io.StringIO()), nosigint=True); p.use_rawinput = False; p.prompt = ""
p.runcall(target, 3); print(re.sub(r"> .*?\.py\(\d+\)", "> F(N)", out.getvalue()).replace(__file__, "F")[:300])
import timeit, cProfile, pstats, trace, tracemalloc, profile; print(timeit.timeit("x + 1", "x = 1", number=10) >= 0, len(timeit.repeat("pass", number=1, repeat=2)))
pr = cProfile.Profile(); pr.enable(); target(10); pr.disable(); s = io.StringIO(); pstats.Stats(pr, stream=s).sort_stats("name").print_stats("target"); print("target" in s.getvalue(), "function calls" in s.getvalue())
import sched, time; sc = sched.scheduler(time.monotonic, time.sleep); sc.enter(0.3, 1, print, ("second",)); sc.enter(0.1, 1, print, ("first",)); sc.run(); print(time.strftime("%Y-%m-%d", time.gmtime(0)), time.gmtime(86400)[:3], time.mktime(time.localtime(0)) == 0, time.struct_time(range(9)).tm_mon, time.perf_counter() <= time.perf_counter(), time.strptime("2020-01-02", "%Y-%m-%d")[:3], time.asctime(time.gmtime(0)), time.get_clock_info("monotonic").monotonic)
