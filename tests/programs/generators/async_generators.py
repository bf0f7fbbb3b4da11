def run(coro):
    out = []
    try:
        v = None
        while True:
            v = coro.send(None)
            out.append(v)
    except StopIteration as exc:
        return exc.value
class Sleep:
    def __await__(self):
        yield "sleep"
async def agen(n):
    try:
        for i in range(n):
            await Sleep()
            got = yield i
            if got:
                print("got", got)
    except ValueError as exc:
        print("agen caught", exc)
        yield "recovered"
    finally:
        print("agen finally")
async def main():
    print([x async for x in agen(3)])
    g = agen(5)
    print(await g.__anext__(), await g.asend("hello"), await g.athrow(ValueError("v")))
    try:
        await g.asend(None)
    except StopAsyncIteration:
        print("ended")
    g = agen(5)
    print(await anext(g))
    await g.aclose()
    print([x async for x in g])
    g = agen(2)
    try:
        await g.asend("early")
    except TypeError as exc:
        print(exc)
    print(type(g).__name__, g.ag_running, g.ag_frame is not None, g.__name__)
    await g.aclose()
    async def stubborn():
        try:
            yield 1
        except GeneratorExit:
            yield 2
    s = stubborn()
    await anext(s)
    try:
        await s.aclose()
    except RuntimeError as exc:
        print(exc)
    async def nested():
        async for x in agen(2):
            yield x * 10
    print([x async for x in nested()])
    async def stop():
        yield 1
        raise StopAsyncIteration
    try:
        [x async for x in stop()]
    except RuntimeError as exc:
        print(exc, type(exc.__cause__).__name__)
    async def squares():
        for i in range(4):
            yield i * i
    print(sum([x async for x in squares()]), [y async for y in (x async for x in squares() if x)])
    a = squares().asend(None)
    try:
        a.send(None)
    except StopIteration as exc:
        print("value", exc.value)
    try:
        a.send(None)
    except RuntimeError as exc:
        print(exc)
    g = agen(3)
    async for x in g:
        break
    await g.aclose()
run(main())
g = agen(1)
try:
    next(g)
except TypeError as exc:
    print(exc)
try:
    for x in g: pass
except TypeError as exc:
    print(exc)
