# marshal: what comes back is what was written, and the bytes are CPython's.
import marshal

shared = [1, 2]
values = [
    None, True, False, ..., StopIteration, 0, 1, -1, 2**31 - 1, -2**31, 2**31, 10**40, -(10**25), 1.5, float("inf"), 2j,
    "", "abc", "é", "\ud800", "x" * 300, b"", b"bytes", (), (1, (2, 3)), [1, [2]], {"a": 1, 2: None}, {1, 2}, frozenset("ab"),
    slice(1, 2, None),
]
for v in values:
    back = marshal.loads(marshal.dumps(v))
    assert back == v and type(back) is type(v), v
print("all back")
a, b = marshal.loads(marshal.dumps((shared, shared)))
print(a is b, a)
loop = []
loop.append(loop)
back = marshal.loads(marshal.dumps(loop))
print(back[0] is back)
print(marshal.dumps(5, 2), marshal.dumps("abc", 2), marshal.dumps(10**20, 2), marshal.dumps([1.0, None], 2))
print(marshal.loads(b"[\x02\x00\x00\x00i\x05\x00\x00\x00(\x01\x00\x00\x00T"))
for bad in (b"", b"[\x01\x00\x00\x00", b"\xff", b"r\x00\x00\x00\x00", b"l\x01\x00\x00\x00\x00\x80"):
    try:
        marshal.loads(bad)
    except Exception as e:
        print(type(e).__name__, e)
for bad in (object(), lambda: 0, [object()]):
    try:
        marshal.dumps(bad)
    except ValueError as e:
        print(e)
code = compile("def f(x):\n    return x * 2\nresult = f(21)", "<c>", "exec")
namespace = {}
exec(marshal.loads(marshal.dumps(code)), namespace)
print(namespace["result"])
