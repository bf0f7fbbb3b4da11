# An exception that is thrown into a generator which delegates, and is handling another one: it is the delegate's first, with
# no context of the outer one, and what comes back is chained to what the outer one handles.


def chain(e):
    return e and [repr(e), repr(e.__cause__), e.__suppress_context__, chain(e.__context__)]


def seen():
    return chain(__import__("sys").exception())


class Thrower:
    def __init__(self, raised):
        self.raised = raised

    def __iter__(self):
        return self

    def __next__(self):
        return "item"

    def throw(self, exc):
        print("  thrower", chain(exc))
        raise self.raised

    def close(self):
        raise self.raised


class Plain:
    def __iter__(self):
        return self

    def __next__(self):
        return "plain"


def inner():
    try:
        yield "inner"
    except ValueError as e:
        print("  inner", chain(e))
        raise LookupError("from inner") from None
    except Exception as e:
        print("  inner", chain(e))
        raise


def stopping():
    yield "stopping"


def outer(delegate):
    try:
        yield "first"
    except KeyError:
        try:
            got = yield from delegate
            print("  got", got)
        except BaseException as e:
            print("  outer", chain(e))
        yield "last"


for delegate in (
    inner,
    stopping,
    Plain,
    lambda: Thrower(OSError("of throw")),
    lambda: Thrower(StopIteration("result")),
):
    for thrown in ValueError("v"), TypeError("t"), StopIteration("s"), GeneratorExit("g"):
        g = outer(delegate())
        print(next(g), g.throw(KeyError("k")), repr(thrown))
        try:
            print(g.throw(thrown))
        except BaseException as e:
            print("  out", chain(e))


async def awaited():
    await Awaitable()


class Awaitable:
    def __await__(self):
        try:
            yield "awaited"
        except ValueError as e:
            print("  awaited", chain(e))
            raise LookupError("from await")


async def waiting():
    try:
        raise KeyError("k")
    except KeyError:
        await awaited()


c = waiting()
print(c.send(None))
try:
    c.throw(ValueError("v"))
except LookupError as e:
    print(chain(e))
