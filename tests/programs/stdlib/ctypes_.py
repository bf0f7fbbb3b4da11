import ctypes
from ctypes import *
libc = CDLL(None)
print(libc.abs(-5), libc.strlen(b"hello"), c_int(5), c_int(2**31).value, c_uint8(300).value, c_double(1.5).value, sizeof(c_long), sizeof(c_char * 5), c_char_p(b"x").value, c_bool(3).value, c_wchar_p("é").value)
libc.strtol.restype = c_long; libc.strtol.argtypes = [c_char_p, c_void_p, c_int]; print(libc.strtol(b"ff", None, 16))
try: libc.strtol("str", None, 16)
except ctypes.ArgumentError as exc: print(exc)
class P(Structure): _fields_ = [("x", c_int), ("y", c_double), ("name", c_char * 4)]
p = P(1, 2.5, b"ab"); p.x += 5; print(p.x, p.y, p.name, sizeof(P), P.y.offset, P.x.size, alignment(P)); pp = pointer(p); pp.contents.x = 99; print(p.x, pp[0].x, bool(POINTER(P)()), byref(p) is not None)
class U(Union): _fields_ = [("i", c_uint32), ("b", c_uint8 * 4)]
u = U(i=0x01020304); print(list(u.b))
class B(Structure): _fields_ = [("a", c_uint, 3), ("b", c_uint, 5)]
b = B(5, 17); print(b.a, b.b, bytes(b)[0]); A = c_int * 3; a = A(1, 2, 3); a[1] = 20; print(list(a), len(a), a[0:2], sum(a)); buf = create_string_buffer(b"abc", 6); buf[0] = b"X"; print(buf.value, buf.raw, len(buf))
CMP = CFUNCTYPE(c_int, POINTER(c_int), POINTER(c_int)); arr = A(3, 1, 2); libc.qsort(arr, 3, sizeof(c_int), CMP(lambda x, y: x[0] - y[0])); print(list(arr)); print(cast(arr, POINTER(c_int))[2], string_at(b"hey", 2), memmove(buf, b"ZZ", 2) is not None, buf.value, addressof(p) > 0)
for f in (lambda: CDLL("no_such_lib.so"), lambda: c_int("a"), lambda: A(1, 2, 3, 4), lambda: a[5], lambda: P(1, 2, 3, 4), lambda: POINTER(c_int)().contents, lambda: setattr(p, "name", b"too long"), lambda: c_char(b"ab"), lambda: Structure().x):
    try: print(f())
    except Exception as exc: print(type(exc).__name__, str(exc).split(":")[0] if "lib" in str(exc) or "/" in str(exc) else exc)
class BE(BigEndianStructure): _fields_ = [("v", c_uint16)]
print(bytes(BE(1)), P.from_buffer_copy(bytes(p)).x, ctypes.util.find_library("no_such_lib_x") if hasattr(ctypes, "util") else None, get_errno(), c_int.from_buffer(bytearray(b"\1\0\0\0")).value, py_object([1]).value)
