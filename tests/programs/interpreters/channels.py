"""Channels between interpreters: their ends, and what closes them."""
import _interpchannels as channels
import _interpreters
import threading


def attempt(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(type(e).__module__, type(e).__name__, e)


c = channels.create(3)
print(repr(c), str(c), int(c), c.end, repr(c.send), repr(c.recv), c == int(c), c == c.send, c == "a")
print(channels.get_channel_defaults(c))
attempt(channels.recv, c)
attempt(channels.recv, c, 5)
channels.send(c, (1, "a"), blocking=False)
channels.send(c, [2], blocking=False)
channels.send_buffer(c, bytearray(b"abc"), blocking=False)
print(channels.get_count(c), channels.recv(c), channels.recv(c), bytes(channels.recv(c)[0]))
print(channels.list_interpreters(c, send=True), channels.list_interpreters(c, send=False))
print(channels.get_info(c))
attempt(channels.send, c, 1, timeout=0.05)
attempt(channels.send, c, 1, blocking=False, timeout=1)
attempt(channels.send_buffer, c, 5)
print(channels.get_count(c))

# A sender waits for who receives.
interp = _interpreters.create()
received = []
thread = threading.Thread(target=lambda: received.append(channels.send(c, "waiting")))
thread.start()
while not channels.get_count(c):
    pass
print(_interpreters.exec(interp, f"""if True:
    import _interpchannels as channels
    assert channels.recv({int(c)}) == ("waiting", None)
    channels.send({int(c)}, "from other", blocking=False)
"""))
thread.join()
print(received, channels.list_interpreters(c, send=True), channels.list_interpreters(c, send=False))
_interpreters.destroy(interp)
print(channels.recv(c), channels.list_interpreters(c, send=True))

# Closing.
channels.send(c, 1, blocking=False)
attempt(channels.close, c)
attempt(channels.close, c, recv=True)
channels.close(c, send=True)
print(channels.get_info(c).closing)
attempt(channels.send, c, 2, blocking=False)
print(channels.recv(c))
attempt(channels.recv, c)
attempt(channels.close, c)
print(channels.get_info(c).closed)
channels.destroy(c)
attempt(channels.destroy, c)

d = channels.create(3)
channels.send(d, 1, blocking=False)
channels.release(d, recv=True)
attempt(channels.recv, d)
channels.close(d, force=True)
attempt(channels.send, d, 1)

for bad in (99, -1, "a", 2**70):
    attempt(channels.recv, bad)
attempt(channels._channel_id, 99)
attempt(channels._channel_id, 99, send=True, force=True)
attempt(channels._channel_id, d, send=False, recv=False)
attempt(channels.ChannelID, 1)
