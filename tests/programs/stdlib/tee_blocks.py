# The blocks behind tee() can be made by hand.
import itertools


def attempt(f, *args, **kwargs):
    try:
        r = f(*args, **kwargs)
        print(type(r).__name__ if isinstance(r, T) else r)
    except Exception as e:
        print(type(e).__name__, e)


T = itertools._tee_dataobject
attempt(T)
attempt(T, 1)
attempt(T, 1, 2, 3)
attempt(T, iter([1]), [2], 3)
attempt(T, iter([1]), [2], None)
attempt(T, iter([1]), [2] * 57, T(iter([]), [], None))
attempt(T, iter([1]), [2] * 58, None)
attempt(T, iter([1]), [2] * 57, 4)
attempt(T, iter([1]), [2] * 57, None)
attempt(T, iter([1]), [2] * 56, T(iter([]), [], None))
attempt(T, iter([1]), (2,), None)
attempt(T, a=1)
attempt(T, iter([1]), [2], None, a=1)
attempt(type, "x", (T,), {})
attempt(T(iter([1]), [2], None).__reduce__)
