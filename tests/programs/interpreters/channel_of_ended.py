# A sender waits for its item to be received, also where items before it went with the interpreter that they came from.
import threading, _interpreters, _interpchannels as c, time
cid = c.create()
i = _interpreters.create()
r = _interpreters.exec(i, "import _interpchannels as c; c.send(c._channel_id(int(n), force=True, send=True), 'gone', 1, blocking=False)", dict(n=int(cid)))
print(r)
done = []
t = threading.Thread(target=lambda: (c.send(cid, 'kept', 1, blocking=True), done.append(1)))
t.start()
while c.get_count(cid) < 2: time.sleep(0.01)
_interpreters.destroy(i)
print(c.get_count(cid))
print(c.recv(cid))
t.join(5)
print(done)
