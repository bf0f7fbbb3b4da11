"""StopIteration that is thrown in where the iterator behind `yield from` has no `throw` ends the delegation."""


def outer(behind):
    got = yield from behind
    yield "got", got


class Plain:
    def __iter__(self): return self
    def __next__(self): return 1


class Throws(Plain):
    def throw(self, *exc): raise StopIteration("its own")


class Awaited:
    def __await__(self): return iter([1, 2])


async def waits():
    return await Awaited()


for behind in range(3), Plain(), Throws(), [1, 2], "ab":
    for exc in StopIteration(7), StopIteration(), KeyError(1), type("Mine", (StopIteration,), {})(8):
        g = outer(behind)
        next(g)
        try:
            print(type(behind).__name__, repr(exc), g.throw(exc))
        except BaseException as e:
            print(type(behind).__name__, repr(exc), "raises", repr(e), repr(e.__context__))

c = waits()
c.send(None)
try:
    print(c.throw(StopIteration("awaited")))
except BaseException as e:
    print(repr(e), e.value)
