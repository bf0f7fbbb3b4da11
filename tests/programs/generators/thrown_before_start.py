"""StopIteration thrown into a generator that has not started comes out as it is: its body never ran."""


def never_starts():
    yield 1


try:
    never_starts().throw(StopIteration(3))
except (StopIteration, RuntimeError) as error:
    print(repr(error), repr(error.__cause__))


async def coroutine():
    pass


async def asynchronous():
    yield 1


for start, exc in [(coroutine, StopIteration(4)), (never_starts, KeyError(5))]:
    try:
        start().throw(exc)
    except (StopIteration, RuntimeError, KeyError) as error:
        print(repr(error), repr(error.__cause__))
for exc in (StopIteration(6), StopAsyncIteration(7)):
    try:
        asynchronous().athrow(exc).send(None)
    except (StopIteration, StopAsyncIteration, RuntimeError) as error:
        print(repr(error), repr(error.__cause__))
