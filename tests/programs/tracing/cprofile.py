# What cProfile counts: calls of functions, generators and native functions, by callers as well; its own clock, and others.
import _lsprof
import cProfile
import io
import pstats
import sys


def name(code):
    return code if isinstance(code, str) else code.co_qualname


def show(profiler, times=False):
    for e in sorted(profiler.getstats(), key=lambda e: name(e.code)):
        calls = None if e.calls is None else sorted((name(s.code), s.callcount, s.reccallcount) for s in e.calls)
        print(name(e.code), e.callcount, e.reccallcount, *((e.totaltime, e.inlinetime) if times else ()), calls)


def count():
    yield 1
    yield 2


def work(n):
    if n:
        work(n - 1)
    len("a")
    [].append(1)
    sorted([2, 1], key=lambda x: x)
    int("3")
    dict.fromkeys([1])
    "a".join(["b"])
    str.upper("a")
    {}.get(1)
    list.append([], 1)
    for _ in count():
        pass


p = _lsprof.Profiler()
p.enable()
work(2)
p.disable()
show(p)
p.clear()
print(p.getstats())
ticks = [0]


def timer():
    ticks[0] += 1
    return ticks[0]


p = _lsprof.Profiler(timer, 0.5)
p.enable()
work(1)
p.disable()
show(p, times=True)
p = _lsprof.Profiler()
p.enable(builtins=False, subcalls=False)
work(1)
p.disable()
show(p)


class Meddler:
    def __init__(self, what):
        self.what = what

    def __call__(self):
        try:
            getattr(p, self.what)()
        except RuntimeError as exc:
            print(exc)
        return 0


for what in ("clear", "disable", "getstats"):
    p = _lsprof.Profiler(Meddler(what))
    p.enable()
    (lambda: 0)()
    p.disable()
sys.unraisablehook = lambda u: print(u.exc_type, u.err_msg.split(" at ")[0], u.object)
p = _lsprof.Profiler(lambda: int)
p.enable()
p.disable()
for f in (
    lambda: _lsprof.Profiler("x", timeunit="s"),
    lambda: _lsprof.Profiler().enable(1, 2, 3),
    lambda: _lsprof.profiler_entry.__match_args__,
    lambda: _lsprof.profiler_subentry.__match_args__,
):
    try:
        print(f())
    except TypeError as exc:
        print(exc)
q = cProfile.Profile()
with q:
    try:
        _lsprof.Profiler().enable()
    except ValueError as exc:
        print(exc)
q = cProfile.Profile()
print(q.runcall(lambda a, b=0: a + b, 1, b=2))
q.run("sum([1, 2])")
q.create_stats()
print(sorted((k[2], v[:2], [c[2] for c in v[4]]) for k, v in q.stats.items() if k[0] != "~"))
out = io.StringIO()
pstats.Stats(q, stream=out).sort_stats("name").print_stats("sum")
print("built-in method builtins.sum" in out.getvalue())
# Neither calls nor instructions pile up on the native stack.
calls = [0]


def count_calls(frame, event, arg):
    calls[0] += frame.f_code is upper.__code__


def upper(text):
    return text.upper()


sys.setprofile(count_calls)
for _ in range(20000):
    upper("a")
sys.setprofile(None)
print(calls)
