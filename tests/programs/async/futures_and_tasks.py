"""Futures and tasks as the native module has them."""
import asyncio
import contextvars
import gc

loop = asyncio.new_event_loop()


def show(what, call, *args, **kwargs):
    try:
        print(what, "->", call(*args, **kwargs))
    except BaseException as e:
        print(what, "->", type(e).__name__, e)


print(asyncio.Future.__module__, asyncio.Task.__module__, asyncio.Task.__mro__)

# What was never initialised refuses nearly everything.
for cls in (asyncio.Future, asyncio.Task):
    raw = cls.__new__(cls)
    for name in ("result", "exception", "done", "cancelled", "cancel", "get_loop", "__iter__", "__repr__"):
        show(name, getattr(raw, name))
    show("set_result", raw.set_result, 1)
    show("add_done_callback", raw.add_done_callback, 1)
    for name in ("_state", "_loop", "_callbacks", "_result", "_asyncio_future_blocking", "_cancel_message"):
        show(name, getattr, raw, name)

# Outcomes.
f = loop.create_future()
print(f, f.done(), f._callbacks)
show("early result", f.result)
show("early exception", f.exception)
f.set_result(5)
print(f, f.done(), f.result(), f.exception())
show("again", f.set_result, 6)
show("again", f.set_exception, ValueError)
show("cancel", f.cancel)
f = loop.create_future()
show("no exception", f.set_exception, 1)
show("no exception", f.set_exception, int)
f.set_exception(KeyError)
print(repr(f.exception()))
show("raises", f.result)
f = loop.create_future()
f.set_exception(StopIteration)
print(repr(f.exception()), repr(f.exception().__cause__))
f = loop.create_future()
print(f.cancel("why"), f.cancelled(), f, f._cancel_message)
show("cancelled", f.result)
show("cancelled", f.exception)

# Attributes.
f = loop.create_future()
for name in ("_state", "_asyncio_future_blocking", "_loop", "_result", "_log_traceback", "_cancel_message"):
    show("set " + name, setattr, f, name, True)
    show("delete " + name, delattr, f, name)

# Callbacks are called in order, with their contexts.
var = contextvars.ContextVar("var", default="none")
seen = []


def callback(name):
    def call(future):
        seen.append((name, var.get(), future.result()))
    return call


f = loop.create_future()
first, second, third = callback("first"), callback("second"), callback("third")
context = contextvars.copy_context()
context.run(var.set, "other")
f.add_done_callback(first)
f.add_done_callback(second, context=context)
f.add_done_callback(third)
f.add_done_callback(second)
print(len(f._callbacks), f.remove_done_callback(third), f.remove_done_callback(third), len(f._callbacks))
f.set_result("done")
f.add_done_callback(third)
loop.call_soon(loop.stop)
loop.run_forever()
print(seen)

# Iterators.
f = loop.create_future()
i = iter(f)
print(next(i) is f, f._asyncio_future_blocking)
show("not waited for", next, i)
f.set_result(3)
show("send", i.send, None)
i = iter(loop.create_future())
show("throw", i.throw, ValueError("thrown"))
show("close", i.close)
show("after", next, i)


# Tasks.
async def give(value, wait=True):
    if wait:
        await asyncio.sleep(0)
    return value


show("no coroutine", asyncio.Task, 5, loop=loop)
t = loop.create_task(give(1), name="named")
print(t.get_name(), t.get_coro().__name__, t._must_cancel, t._fut_waiter, t.cancelling(), t.uncancel())
show("set_result", t.set_result, 1)
show("set_exception", t.set_exception, 1)
t.set_name(99)
print(t.get_name(), asyncio.all_tasks(loop) == {t})
print(loop.run_until_complete(t), t.done(), asyncio.all_tasks(loop))


async def bad(what):
    try:
        await what
    except BaseException as e:
        print(type(e).__name__, str(e).split(" at 0x")[0].split(" in task")[0].split(": <")[0].split("Task <")[0])


class Yields:
    def __init__(self, what):
        self.what = what

    def __await__(self):
        yield self.what


async def main():
    await bad(Yields(loop.create_future()))
    await bad(Yields(5))
    await bad(Yields(x for x in ()))
    await bad(Yields(asyncio.current_task()))
    other = asyncio.new_event_loop()
    await bad(other.create_future())
    other.close()
    me = asyncio.current_task()
    print(me.get_context() is not None, me in asyncio.all_tasks())

    # A cancellation that is asked for twice, and one that is ignored.
    async def stubborn():
        for _ in range(2):
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError as e:
                print("ignored", e.args, asyncio.current_task().cancelling())
        return "stubborn"

    t = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    print(t.cancel("one"))
    await asyncio.sleep(0)
    print(t.cancel("two"))
    print(await t, t.cancelled(), t.cancel())
    t = asyncio.create_task(asyncio.sleep(10))
    t.cancel("before it began")
    await bad(t)
    print(t.cancelled())

    # Who awaits whom.
    f = loop.create_future()
    a, b = asyncio.create_task(give_after(f)), asyncio.create_task(give_after(f))
    await asyncio.sleep(0)
    print(f._asyncio_awaited_by == {a, b}, a._fut_waiter is f, a._asyncio_awaited_by)
    f.set_result("shared")
    print(await a, await b, f._asyncio_awaited_by)

    # Eager tasks.
    eager = asyncio.Task(give("eager", False), loop=loop, eager_start=True)
    print(eager.done(), eager.result(), eager.get_coro())
    eager = asyncio.Task(give("later"), loop=loop, eager_start=True)
    print(eager.done(), asyncio.current_task() is me, await eager)


async def give_after(future):
    return await future


loop.run_until_complete(main())

# Which task runs.
show("outside", asyncio.get_running_loop)
show("outside", asyncio.current_task)
show("not running", asyncio._enter_task, "a loop", "a task")
asyncio._set_running_loop("a loop")
asyncio._enter_task("a loop", "a task")
show("twice", asyncio._enter_task, "a loop", "another")
print(asyncio.current_task(), asyncio.current_task("a loop"), asyncio.current_task("another loop"))
show("wrong", asyncio._leave_task, "a loop", "another")
asyncio._leave_task("a loop", "a task")
show("twice", asyncio._leave_task, "a loop", "a task")
asyncio._set_running_loop(None)

# What nobody asked for is told of.
loop.set_exception_handler(lambda loop, context: print(sorted(context), context["message"]))


def forget():
    loop.create_future().set_exception(ValueError("lost"))


forget()
for _ in range(3):
    gc.collect()
loop.close()
