import signal, socket, select, selectors, os, threading, errno
got = []
old = signal.signal(signal.SIGUSR1, lambda s, f: got.append((s, f is not None))); os.kill(os.getpid(), signal.SIGUSR1); print(got, old == signal.SIG_DFL, signal.getsignal(signal.SIGUSR1) is not None); signal.signal(signal.SIGUSR1, signal.SIG_IGN); os.kill(os.getpid(), signal.SIGUSR1); print(len(got))
try: signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt: print("interrupted")
def alarm(s, f): raise TimeoutError("alarm")
signal.signal(signal.SIGALRM, alarm); signal.setitimer(signal.ITIMER_REAL, 0.02)
try:
    while True: pass
except TimeoutError as exc: print(exc)
print(signal.SIGTERM.name, signal.strsignal(9), signal.Signals.SIGKILL.value, signal.valid_signals() > {signal.SIGINT}, signal.default_int_handler.__name__)
for f in (lambda: signal.signal(999, print), lambda: signal.signal(signal.SIGKILL, print), lambda: signal.signal(signal.SIGUSR1, 5), lambda: socket.socket(999), lambda: socket.create_connection(("127.0.0.1", 1), timeout=1), lambda: socket.socket().recv(5), lambda: socket.inet_aton("x"), lambda: socket.socket().bind(5), lambda: socket.socket().connect(("127.0.0.1", "x")), lambda: select.select([5.5], [], []), lambda: socket.getservbyname("nope")):
    try: print(f())
    except Exception as exc: print(type(exc).__name__, exc)
a, b = socket.socketpair(); a.sendall(b"hello"); print(b.recv(2), b.recv(10), a.send(b"xy"), b.recv_into(buf := bytearray(4)), buf, select.select([b], [a], [], 0)[0] == [], a.fileno() > 0, a.family.name, a.type.name); a.sendall(b"r"); print(select.select([b], [], [], 1)[0] == [b]); b.setblocking(False); b.recv(5)
try: b.recv(1)
except BlockingIOError as exc: print(exc.errno == errno.EAGAIN)
b.settimeout(0.01)
try: b.recv(1)
except TimeoutError as exc: print(exc)
a.close(); print(b.recv(1), a.fileno()); b.close()
srv = socket.create_server(("127.0.0.1", 0)); port = srv.getsockname()[1]
def serve():
    conn, addr = srv.accept()
    with conn, conn.makefile("rwb") as f: f.write(b"echo " + f.readline()); f.flush()
t = threading.Thread(target=serve); t.start()
with socket.create_connection(("127.0.0.1", port)) as c: c.sendall(b"line\n"); print(c.makefile().readline(), c.getpeername()[1] == port)
t.join(); srv.close(); u1, u2 = socket.socket(type=socket.SOCK_DGRAM), socket.socket(type=socket.SOCK_DGRAM); u1.bind(("127.0.0.1", 0)); u2.sendto(b"dgram", u1.getsockname()); print(u1.recvfrom(10)[0]); u1.close(); u2.close()
s = selectors.DefaultSelector(); x, y = socket.socketpair(); s.register(x, selectors.EVENT_READ, "data"); y.send(b"1"); print([(k.data, e) for k, e in s.select(1)], len(s.get_map())); s.unregister(x); s.close(); p = select.poll(); p.register(x, select.POLLIN); print(p.poll(10)[0][1] == select.POLLIN); x.close(); y.close()
print(socket.inet_ntoa(b"\x7f\0\0\1"), socket.htons(1), socket.ntohl(1), socket.inet_pton(socket.AF_INET6, "::1")[-1], socket.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM)[0][4], socket.gethostname() != "", socket.has_ipv6 in (True, False), socket.AF_INET.name, socket.SOCK_STREAM)
o = socket.socket(); o.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); print(o.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR) != 0, o.gettimeout(), o.getblocking(), o.proto); o.close(); import http.client, urllib.error; print(http.client.responses[404], str(urllib.error.URLError("r")))
