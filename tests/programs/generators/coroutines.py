import types
class Awaitable:
    def __init__(self, v): self.v = v
    def __await__(self):
        r = yield ("waiting", self.v)
        return ("result", self.v, r)
async def inner(x):
    r = await Awaitable(x)
    print("inner", r)
    return x * 2
async def outer():
    a = await inner(1)
    b = await inner(2)
    try:
        await Awaitable("err")
    except ValueError as exc:
        print("caught", exc)
    return a + b
c = outer()
print(type(c).__name__, c.cr_running, c.cr_await, c.cr_suspended)
print(c.send(None))
print(c.cr_await.__name__)
print(c.send("one"))
print(c.send("two"))
try:
    c.throw(ValueError("thrown in"))
except StopIteration as exc:
    print("final", exc.value)
try:
    c.send(None)
except RuntimeError as exc:
    print(exc)
def run(coro, feed=None):
    try:
        while True:
            coro.send(feed)
    except StopIteration as exc:
        return exc.value
print(run(inner(5)))
for bad in (5, None, [1]):
    async def f(): await bad
    try:
        run(f())
    except TypeError as exc:
        print(exc)
class BadAwait:
    def __await__(self): return 5
async def g(): await BadAwait()
try:
    run(g())
except TypeError as exc:
    print(exc)
@types.coroutine
def old_style():
    x = yield "old"
    return x
async def h(): return await old_style()
k = h()
print(k.send(None))
try:
    k.send("new")
except StopIteration as exc:
    print(exc.value)
c = inner(1)
try:
    next(c)
except TypeError as exc:
    print(exc)
try:
    iter(c)
except TypeError as exc:
    print(exc)
c.close()
async def cleanup():
    try:
        await Awaitable(0)
    finally:
        print("cleaned")
c = cleanup()
c.send(None)
c.close()
async def twice(c):
    await c
    await c
try:
    run(twice(inner(0)))
except RuntimeError as exc:
    print(exc)
async def raises(): raise StopIteration("x")
try:
    run(raises())
except RuntimeError as exc:
    print(exc)
print(outer.__code__.co_flags & 128, inner.__name__, inner(1).close())
async def comp():
    return [await inner(i) for i in range(3)], {await inner(9)}, {k: await inner(k) for k in (1,)}
print(run(comp()))
print(run((lambda: inner(3))()))
