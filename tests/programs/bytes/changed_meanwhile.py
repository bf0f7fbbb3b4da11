"""Operations on bytes, sets and dicts whose arguments change what is being worked on."""
import array


def raises(error, f, *args):
    try:
        f(*args)
    except error as e:
        return str(e)
    raise AssertionError("nothing raised")


class Clearing:
    def __init__(self, ba):
        self.ba = ba

    def __index__(self):
        self.ba.clear()
        return 65


for name in ("find", "count", "index", "rfind", "rindex"):
    ba = bytearray(b"A")
    assert raises(BufferError, getattr(ba, name), Clearing(ba)) == "Existing exports of data: object cannot be re-sized"
ba = bytearray(b"A")


class Sep(bytes):
    def __len__(self):
        ba.clear()
        return 1


ba = bytearray(b"\xaa\xbb")
raises(BufferError, ba.hex, Sep(b":"))
ba.clear()

view = memoryview(bytearray(b"A" * 8))


class Release(bytes):
    def __len__(self):
        view.release()
        return 1


assert raises(BufferError, view.hex, Release(b":")) == "memoryview has 1 exported buffer"
part = view[2:]
del view
owner = part.obj
raises(BufferError, owner.append, 1)
part.release()
owner.append(1)

raises(TypeError, lambda: memoryview(b"abc") < b"abd")
b = bytearray(b"abc")
raises(ValueError, b.__init__, [256])
assert b == b""


class Items:
    def __iter__(self):
        for i in range(3):
            seen.append(bytes(b))
            yield i


seen = []
b.__init__(Items())
assert seen == [b"", b"\0", b"\0\1"] and b == b"\0\1\2"
b = bytearray(range(10))
b[1:-1:2] = b""
assert b == bytes([0, 2, 4, 6, 8, 9])


class Key:
    def __init__(self, act):
        self.act = act

    def __hash__(self):
        return 0

    def __eq__(self, other):
        self.act()
        return True


s = set()
s |= {Key(s.clear), *range(1, 40)}
s.discard(Key(s.clear))
d = {}
d[Key(d.clear)] = 1
d.update(dict.fromkeys(range(1, 40)))
assert d.get(Key(d.clear)) is None
other = {i: 0 for i in range(1, 300)}


class Empties:
    def __hash__(self):
        return 0

    def __eq__(self, o):
        other.clear()
        return False


other[Empties()] = 0
assert raises(RuntimeError, {Empties(): 0, 1: 1}.update, other) == "dict mutated during update"


def replace_while_iterating(d, view):
    for _ in view(d):
        del d[0]
        d[0] = 0


for view in (dict.keys, dict.values, dict.items):
    assert raises(RuntimeError, replace_while_iterating, {0: 0}, view) == "dictionary keys changed during iteration"


class X:
    def __eq__(self, other):
        list1.clear()
        list2.clear()
        return NotImplemented


list1, list2 = [X()], [X()]
assert list1 == list2
