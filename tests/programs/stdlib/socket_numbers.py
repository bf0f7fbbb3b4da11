# How long control messages may be, and what is a port to getaddrinfo().
import _socket
import socket

for length in 0, 1, 7, 8, 9, -1, 2**31 - 25, 2**31 - 24, 2**31 - 17, 2**31 - 16, 2**31, 2**63 - 1:
    for f in socket.CMSG_LEN, socket.CMSG_SPACE:
        try:
            print(f.__name__, length, f(length))
        except OverflowError as e:
            print(f.__name__, length, e)
for port in "\ud800", b"80", "80", 80, True, None, 1.5, [], 2**16:
    try:
        print(ascii(port), _socket.getaddrinfo("127.0.0.1", port, 0, 1, 0, socket.AI_NUMERICSERV))
    except (OSError, ValueError, TypeError) as e:
        print(ascii(port), type(e).__name__, e)
