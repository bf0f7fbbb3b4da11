"""contextlib: generators that misbehave, suppress and groups, ExitStack order, redirects, closing."""
import contextlib
import io


def attempt(action):
    try:
        print(action())
    except BaseException as error:
        print(type(error).__name__, error, "| context:", repr(error.__context__))


@contextlib.contextmanager
def manager(mode):
    if mode == "no yield":
        return
    try:
        yield mode
    except ValueError as error:
        print("saw", error)
        if mode == "swallow":
            return
        if mode == "replace":
            raise KeyError("replaced")
        if mode == "again":
            yield
        raise
    if mode == "twice":
        yield


def use(mode, error=None):
    with manager(mode) as value:
        if error:
            raise error
    return "left " + value


for mode in ("plain", "no yield", "twice"):
    attempt(lambda: use(mode))
for mode in ("plain", "swallow", "replace", "again"):
    attempt(lambda: use(mode, ValueError("body")))
attempt(lambda: use("plain", StopIteration("stop")))
once = manager("plain")
with once:
    pass
attempt(once.__enter__)


@manager("decorates")
def decorated():
    return "called"


print(decorated(), decorated(), decorated.__name__)
with contextlib.suppress(KeyError, ZeroDivisionError):
    {}["k"]
attempt(lambda: exec("with contextlib.suppress(KeyError): raise ExceptionGroup('g', [KeyError(1), ValueError(2)])"))


def stacked(fails):
    with contextlib.ExitStack() as stack:
        stack.callback(print, "callback", sep="-")
        stack.push(lambda *exc: print("pushed", exc[0]) or fails == "swallowed")
        print(stack.enter_context(manager("inner")))
        kept = stack.pop_all() if fails == "moved" else None
        if fails:
            raise ValueError(fails)
    return kept


attempt(lambda: stacked(None))
attempt(lambda: stacked("swallowed"))
attempt(lambda: stacked("not"))
attempt(lambda: contextlib.ExitStack().enter_context(5))
attempt(lambda: contextlib.ExitStack().push(5))
out = io.StringIO()
with contextlib.redirect_stdout(out), contextlib.nullcontext("n") as n:
    print("captured", n)
print(repr(out.getvalue()))
attempt(lambda: contextlib.closing(5).__exit__(None, None, None))
attempt(lambda: isinstance(out, contextlib.AbstractContextManager))
