# A step of an async generator that is never awaited is told of, and only such a one.
import asyncio
import gc
import types
import warnings


async def gen():
    yield 1
    yield 2


def seen(f):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        f()
        gc.collect()
    return [str(w.message) for w in caught]


async def use():
    g = gen()
    print(await g.asend(None), await anext(g), await anext(g, "end"))
    await g.aclose()
    async for x in gen():
        print(x)


print(seen(lambda: gen().asend(None) and None))
print(seen(lambda: gen().athrow(ValueError) and None))
print(seen(lambda: gen().aclose() and None))
print(seen(lambda: asyncio.run(use())))
print(seen(lambda: gen().asend(None).close()))


class Iterator:
    @types.coroutine
    def __anext__(self):
        return "item"
        yield


async def default():
    return await anext(Iterator(), "default"), await anext(Iterator())


print(asyncio.run(default()))
