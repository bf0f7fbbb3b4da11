"""bytearray: slices assigned in place, resize, take out, aliases held by views, and growing while read."""


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


def change(data, action):
    try:
        action(data)
        print(data)
    except Exception as error:
        print(type(error).__name__, error, data)


def put(key, value):
    return lambda data: data.__setitem__(key, value)


for action in (
    put(slice(1, 3), b"XYZ"), put(slice(3, 1), b"__"), put(slice(None, None, 2), b"abc"), put(slice(None, None, 2), b"ab"),
    put(slice(None, None, -1), b"12345"), put(slice(1, 2), 5), put(slice(1, 2), "x"), put(slice(1, 2), [65, 66]), put(slice(1, 2), [256]),
    put(0, 256), put(0, "a"), put(0, b"a"), put(9, 1), put("k", 1), put(slice(0, 0), iter(b"it")),
    lambda data: data.__delitem__(slice(None, None, 2)), lambda data: data.__delitem__(-1), lambda data: data.__delitem__(7),
    lambda data: data.resize(3), lambda data: data.resize(8), lambda data: data.resize(-1), lambda data: data.insert(-100, 1),
    lambda data: data.insert(100, 300), lambda data: data.append("x"), lambda data: data.extend("xy"), lambda data: data.extend([1, 2, 300]),
    lambda data: data.extend(data), lambda data: data.remove(111), lambda data: data.remove(0), lambda data: data.pop(10), lambda data: print(data.pop(1)),
    lambda data: data.reverse(), lambda data: data.clear(), lambda data: data.__imul__(2), lambda data: data.__imul__(-3), lambda data: data.__iadd__(data),
    lambda data: data.__iadd__([1]), put(slice(1, 1), data) if (data := bytearray(b"self")) else None,
):
    change(bytearray(b"hello"), action)
data = bytearray(b"locked")
view = memoryview(data)
for action in (lambda d: d.append(1), lambda d: d.clear(), lambda d: d.__delitem__(0), lambda d: d.resize(2), put(slice(0, 2), b"x"), put(slice(0, 2), b"LO")):
    change(data, action)
view.release()
change(data, lambda d: d.append(33))
attempt(lambda: bytearray().pop())
attempt(lambda: hash(data))
attempt(lambda: bytearray(b"a") == b"a" == memoryview(b"a") and b"a" != "a")
attempt(lambda: (type(b"a" + data).__name__, type(data + b"a").__name__, type(data[1:]).__name__, type(data.copy()).__name__))
growing = bytearray(b"ab")
seen = []
for byte in growing:
    seen.append(byte)
    if len(growing) < 5:
        growing.append(byte + 2)
print(seen, iter(growing).__length_hint__(), bytearray(b"\x00'\"\\\n\x7f"), bytearray(3), bytearray(range(3)))
