import gc, sys
def hook(args):
    print("unraisable", type(args.exc_value).__name__, args.exc_value, args.err_msg and args.err_msg.split(" <")[0], args.object is not None)
sys.unraisablehook = hook
class D:
    def __del__(self):
        raise ValueError("in del")
d = D()
del d
gc.collect()
def gen():
    try:
        yield
    finally:
        raise OSError("in generator's finally")
g = gen()
next(g)
del g
gc.collect()
sys.unraisablehook = sys.__unraisablehook__
print("end")
