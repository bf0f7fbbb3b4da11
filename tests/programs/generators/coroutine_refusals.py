"""Coroutines and async generators stepped by hand: every misuse and its message, and their attributes."""
import types
import warnings

warnings.simplefilter("ignore")


def attempt(action):
    try:
        print(action())
    except BaseException as error:
        print(type(error).__name__, error)


async def simple():
    return 5


@types.coroutine
def pause(value):
    return (yield value)


async def waits():
    got = await pause("out")
    return "got " + str(got)


async def counts():
    for number in range(3):
        got = yield number
        if got:
            print("asend gave", got)


coroutine = simple()
print(coroutine.cr_running, coroutine.cr_await, coroutine.__name__, coroutine.cr_suspended)
attempt(lambda: coroutine.send(1))
attempt(lambda: coroutine.send(None))
attempt(lambda: coroutine.send(None))
attempt(lambda: iter(simple()))
attempt(lambda: next(simple()))
attempt(lambda: list(waits()))
waiting = waits()
attempt(lambda: waiting.send(None))
print(waiting.cr_suspended, type(waiting.cr_await).__name__)
attempt(lambda: waiting.__await__() is waiting)
attempt(lambda: waiting.send("answer"))
waiting = waits()
waiting.send(None)
attempt(lambda: waiting.throw(KeyError("thrown in")))
attempt(lambda: waiting.close())
attempt(lambda: waiting.throw(ValueError))


async def awaits(value):
    return await value


attempt(lambda: awaits(5).send(None))
attempt(lambda: awaits(counts()).send(None))


class BadAwait:
    def __await__(self):
        return 5


class CoroutineAwait:
    def __await__(self):
        return simple()


attempt(lambda: awaits(BadAwait()).send(None))
attempt(lambda: awaits(CoroutineAwait()).send(None))
shared = waits()
shared.send(None)
attempt(lambda: awaits(shared).send(None))
agen = counts()
attempt(lambda: agen.asend(1).send(None))
attempt(lambda: agen.__anext__().send(None))
attempt(lambda: agen.asend("hello").send(None))
step = agen.__anext__()
attempt(lambda: step.send(None))
attempt(lambda: step.send(None))
attempt(lambda: agen.__anext__().send(None))
attempt(lambda: agen.__anext__().send(None))
attempt(lambda: agen.aclose().send(None))
attempt(lambda: counts().athrow(OSError("early")).send(None))
print(type(agen.ag_frame).__name__, agen.ag_running, agen.ag_await, agen.__aiter__() is agen)
attempt(lambda: anext(agen, "default").send(None))
attempt(lambda: anext(5))
attempt(lambda: aiter(5))


async def loops(value):
    async for _ in value:
        pass


async def enters(value):
    async with value:
        pass


attempt(lambda: loops([1]).send(None))
attempt(lambda: enters(5).send(None))
