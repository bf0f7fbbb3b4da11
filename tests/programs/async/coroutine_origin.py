# Where a coroutine was made, and what is said of one that is never awaited.
import gc
import sys
import warnings


async def f():
    pass


def outer():
    return inner()


def inner():
    return f()


for depth in (0, 1, 2, 5):
    sys.set_coroutine_origin_tracking_depth(depth)
    coroutine = outer()
    origin = coroutine.cr_origin
    print(depth, origin and [(line, name) for _, line, name in origin])
    coroutine.close()
sys.set_coroutine_origin_tracking_depth(2)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    coroutine = outer()
    coroutine.cr_frame.clear()
    coroutine.close()
print(str(caught[0].message).replace(__file__, "FILE"))
sys.set_coroutine_origin_tracking_depth(0)

# A broken module tells of itself, and the warning is given all the same.
kept = warnings._warn_unawaited_coroutine
warnings._warn_unawaited_coroutine = lambda coroutine: 1 / 0
sys.unraisablehook = lambda args: print(args.exc_type, args.err_msg.split(" at ")[0])
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    outer()
    gc.collect()
print([str(w.message) for w in caught])
warnings._warn_unawaited_coroutine = kept
