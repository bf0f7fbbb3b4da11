# How many arguments athrow() got is looked at when it is awaited; it is under way then.
import warnings

warnings.simplefilter("always")


async def agen():
    yield 1
    yield 2


def attempt(what, f, *args, **kwargs):
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always", DeprecationWarning)
        try:
            print(what, f(*args, **kwargs))
        except BaseException as e:
            print(what, type(e).__name__, e)
        for w in warned:
            print("   ", w.category.__name__, w.message)


for args in [(), (ValueError,), (ValueError, "v"), (ValueError, "v", None), (1, 2, 3, 4), (1,), (ValueError("v"),)]:
    g = agen()
    steps = []
    attempt(args, lambda: steps.append(g.athrow(*args)))
    (step,) = steps
    attempt("send", step.send, None)
    attempt("again", step.send, None)
    attempt("throw", step.throw, KeyError("k"))
    attempt("running", lambda: g.ag_running)
    attempt("other", g.asend(None).send, None)
attempt("keyword", agen().athrow, a=1)
attempt("asend", agen().asend)
