"""A frame is in a traceback once, wherever the exception was thrown in; a generator's frame tells where it is."""
import asyncio
import traceback
import types


async def fail():
    raise TypeError(42)


async def main():
    task = asyncio.create_task(fail())
    try:
        await task
    except TypeError as e:
        print([entry.name for entry in traceback.extract_tb(e.__traceback__)])


asyncio.run(main())


def inner():
    yield


def outer():
    yield from inner()


g = outer()
next(g)
try:
    g.throw(ValueError)
except ValueError as e:
    print([entry.name for entry in traceback.extract_tb(e.__traceback__)])


# The frame was looked at before the coroutine had begun.
@types.coroutine
def pause():
    yield


def tell():
    frame = c.cr_frame
    print(frame.f_lineno, frame.f_back and frame.f_back.f_code.co_name)


async def walk():
    tell()
    await pause()
    tell()
    await pause()


c = walk()
tell()
c.send(None)
tell()
c.send(None)
tell()
c.close()
