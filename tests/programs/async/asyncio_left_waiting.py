# What is cancelled, left behind or closed while others wait for it.
import asyncio
import io
import os
import socket
import subprocess
import sys


def awaited(fut):
    return bool(fut._asyncio_awaited_by)


async def graph_forgets():
    loop = asyncio.get_running_loop()
    pending = loop.create_future()
    done = asyncio.create_task(asyncio.sleep(0))
    await asyncio.wait({done, pending}, return_when=asyncio.FIRST_COMPLETED)
    print("wait", awaited(pending))

    async def fail():
        raise ValueError("fails")

    survivor = asyncio.create_task(asyncio.sleep(60))
    try:
        await asyncio.gather(survivor, fail())
    except ValueError as exc:
        print("gather", exc, awaited(survivor))
    victim = asyncio.create_task(asyncio.sleep(60))
    victim.cancel()
    try:
        await asyncio.gather(survivor, victim)
    except asyncio.CancelledError:
        print("gather cancelled", awaited(survivor))

    try:
        for first in asyncio.as_completed([survivor], timeout=0.01):
            await first
    except TimeoutError:
        print("as_completed", awaited(survivor))
    survivor.cancel()

    shielded = loop.create_future()
    outer = asyncio.shield(shielded)
    outer.cancel()
    await asyncio.sleep(0)
    print("shield", outer.cancelled(), shielded._callbacks, awaited(shielded))
    shielded.set_exception(OSError("late"))
    print(repr(shielded.exception()))


async def as_completed_goes_on():
    loop = asyncio.get_running_loop()
    one, two = loop.create_future(), loop.create_future()
    iterator = asyncio.as_completed([one, two])
    waiter = asyncio.create_task(anext(iterator))
    await asyncio.sleep(0)
    waiter.cancel()
    try:
        await waiter
    except asyncio.CancelledError:
        pass
    one.set_result(1)
    two.set_result(2)
    print("after a cancelled wait", sorted([await fut async for fut in iterator]))


async def call_graph():
    async def boom():
        raise ValueError

    ended = asyncio.create_task(boom(), name="ended")
    await asyncio.gather(ended, return_exceptions=True)
    out = io.StringIO()
    asyncio.print_call_graph(ended, file=out)
    print(asyncio.capture_call_graph(ended).call_stack, "name='ended'" in out.getvalue())

    def generator():
        graph = asyncio.capture_call_graph()
        yield [entry.frame.f_code.co_name for entry in graph.call_stack][:2]

    print(*generator())


async def streams():
    loop = asyncio.get_running_loop()
    messages = []
    loop.set_exception_handler(lambda loop, context: messages.append(context["message"]))

    def broken(reader, writer):
        raise RuntimeError("in the callback")

    server = await asyncio.start_server(broken, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    print(await asyncio.wait_for(reader.read(), 10), messages)
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()

    theirs, ours = socket.socketpair()
    with theirs:
        reader, writer = await asyncio.open_connection(sock=ours)
        writer.writelines([b"data", b""])
        writer.close()
        await asyncio.wait_for(writer.wait_closed(), 10)
        print(theirs.recv(100))

    def no_protocol():
        raise ZeroDivisionError

    theirs, ours = socket.socketpair()
    with theirs:
        try:
            await loop.create_connection(no_protocol, sock=ours)
        except ZeroDivisionError:
            print("closed", ours.fileno())


async def hanging_client():
    loop = asyncio.get_running_loop()
    connected = asyncio.Event()

    class Proto(asyncio.Protocol):
        def connection_made(self, transport):
            connected.set()

    server = await loop.create_server(Proto, "127.0.0.1", 0)
    serving = asyncio.create_task(server.serve_forever())
    await asyncio.sleep(0)
    with socket.socket() as client:
        client.connect(server.sockets[0].getsockname())
        await connected.wait()
        serving.cancel()
        async with asyncio.timeout(10):
            await server.wait_closed()
    print("server closed")


async def child_of_a_child():
    # The child's child keeps the pipe open; wait() is about the child.
    code = (
        "import subprocess, sys\n"
        "subprocess.Popen([sys.executable, '-c', 'import sys; sys.stdin.read()'])\n"
        "print('started', flush=True)\n"
        "sys.exit(3)\n"
    )
    proc = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    print(await proc.stdout.readline())
    print(await asyncio.wait_for(proc.wait(), 30))
    proc.stdin.close()
    print(await proc.stdout.read())


for main in (graph_forgets, as_completed_goes_on, call_graph, streams, hanging_client, child_of_a_child):
    asyncio.run(main())
