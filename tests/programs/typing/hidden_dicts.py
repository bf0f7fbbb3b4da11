# Some native objects have attributes of their own and no __dict__ to see them by.
import asyncio, typing


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)


loop = asyncio.new_event_loop()


class F(asyncio.Future):
    pass


for v in (typing.TypeVar("T"), typing.ParamSpec("P"), typing.TypeVarTuple("Ts"), asyncio.Future(loop=loop), F(loop=loop)):
    print(type(v).__name__, "__dict__" in type(v).__dict__, "__dict__" in dir(v))
    v.x = 3
    attempt(lambda: v.x)
    attempt(vars, v)
    attempt(lambda: v.__dict__)
    print("x" in dir(v))
    attempt(setattr, v, "__dict__", {"y": 1})
    attempt(lambda: v.x)
    attempt(lambda: v.y)
    attempt(delattr, v, "x")
    attempt(delattr, v, "x")
loop.close()
