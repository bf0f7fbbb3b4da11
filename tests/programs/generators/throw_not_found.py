# What is thrown into a generator goes to the iterator it delegates to. Where that iterator's method can't be looked up, the
# generator hears of nothing and stays where it is.
import sys


class It:
    def __init__(self, **faults):
        self.faults = faults

    def __getattribute__(self, name):
        faults = object.__getattribute__(self, "faults")
        if name == "throw":
            print("looked up in", sys._getframe(1).f_code.co_name)
        if name in faults:
            raise faults[name]
        return object.__getattribute__(self, name)

    def __iter__(self):
        return self

    def __next__(self):
        return 1

    def throw(self, *args):
        print("thrown", args)
        return 2


def g(it):
    try:
        yield from it
    except BaseException as e:
        print("in the generator", repr(e), repr(e.__context__))
        raise


kept = []


def outer(it):
    kept.append(g(it))
    try:
        yield from kept[-1]
    except BaseException as e:
        print("around it", repr(e), repr(e.__context__))
        raise


class Awaited:
    def __init__(self, it):
        self.it = it

    def __await__(self):
        return self.it


async def coro(it):
    return await Awaited(it)


sys.unraisablehook = lambda u: print("unraisable", repr(u.exc_value), u.err_msg and u.err_msg.split("<")[0])
for make in (g, outer, coro):
    for faults in ({}, {"throw": KeyError("thr")}, {"throw": AttributeError("thr"), "close": KeyError("clo")}, {"close": AttributeError("c")}):
        for exc in (ValueError("v"), GeneratorExit("exit")):
            it = It(**faults)
            x = make(it)
            print(make.__name__, faults, exc)
            print(x.send(None))
            try:
                print("gave", x.throw(exc))
            except BaseException as e:
                print("out came", repr(e), repr(e.__context__))
            print("alive" if (x.cr_frame if make is coro else x.gi_frame) else "ended")
            try:
                print("next", x.send(None))
            except BaseException as e:
                print("next", repr(e))
            it.faults = {}
            print("close", x.close(), [inner.close() for inner in kept])
