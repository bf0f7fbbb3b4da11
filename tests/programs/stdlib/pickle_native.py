"""The native pickler writes what the Python one writes, and each reads the other's pickles."""

import collections
import copyreg
import enum
import io
import pickle
import _pickle


class Plain:
    def __init__(self):
        self.x = 1
        self.me = self


class Slots:
    __slots__ = ("p", "q")


class Numbers(list):
    pass


class Table(dict):
    pass


class Made(int):
    def __new__(cls, *args, **kwargs):
        return int.__new__(cls, *args)

    def __getnewargs_ex__(self):
        return (5,), {"k": 1}


class Colour(enum.Enum):
    RED = 1


class Loose(set):
    pass


plain, slots, numbers, loose = Plain(), Slots(), Numbers([1, 2]), Loose([1])
slots.p = 1
numbers.z = 3
loose.mark = 4
ring = []
ring.append(ring)
knot = ([],)
knot[0].append(knot)
objects = [
    None, True, 1, -1, 255, 256, 70000, 2**31, -(2**31), 2**40, -(2**40), 2**2000, 1.5, "a", "é\u1234\U00012345", "x" * 300,
    "\udc80", b"", b"abc", b"x" * 300, bytearray(b"q"), (), (1,), (1, 2, 3), (1, 2, 3, 4), [], [1], list(range(2500)), {},
    {i: i for i in range(2500)}, set(), {1}, frozenset({1}), int, type(None), ..., NotImplemented, len, print, range(5), 2j,
    collections.OrderedDict(a=1), collections.Counter("aab"), "y" * 70000, b"y" * 70000, [["a" * 70000] * 2], "a\nb\\c\x1a\r\0",
    plain, slots, numbers, Table(k=1), Made(5), Colour.RED, loose, ring, knot, Plain.__init__, str.upper, ValueError("x"),
]
for protocol in range(6):
    for obj in objects:
        results = []
        for dumps in (_pickle.dumps, pickle._dumps):
            try:
                results.append(dumps(obj, protocol))
            except Exception as exc:
                results.append((type(exc), str(exc), getattr(exc, "__notes__", None)))
        assert results[0] == results[1], (protocol, repr(obj)[:50])
        if isinstance(results[0], bytes):
            assert type(_pickle.loads(results[0])) is type(pickle._loads(results[0]))

again = _pickle.loads(_pickle.dumps(plain))
assert again.me is again and again.x == 1
assert _pickle.loads(_pickle.dumps(loose)).mark == 4


class Ids(_pickle.Pickler):
    def persistent_id(self, obj):
        return "plain" if isinstance(obj, Plain) else None


class Loads(_pickle.Unpickler):
    def persistent_load(self, pid):
        return pid.upper()

    def find_class(self, module, name):
        raise pickle.UnpicklingError(f"no {name}")


for protocol in range(6):
    out = io.BytesIO()
    Ids(out, protocol).dump([plain, 1])
    assert Loads(io.BytesIO(out.getvalue())).load() == ["PLAIN", 1]

for data, exception in [
    (b"", EOFError), (b"\x80\x05", EOFError), (b"K", pickle.UnpicklingError), (b".", pickle.UnpicklingError),
    (b"X\x05\0\0\0ab", pickle.UnpicklingError), (b"\xff.", pickle.UnpicklingError), (b"h\0.", pickle.UnpicklingError),
    (b"\x80\x09.", ValueError), (b"(K\x01d.", pickle.UnpicklingError), (b"\x80\x04\x95\x02\0\0\0\0\0\0\0K\x01K\x02.", pickle.UnpicklingError),
]:
    try:
        print(data, _pickle.loads(data))
    except exception as exc:
        print(data, type(exc).__name__, exc)

buffers = []
data = pickle.dumps(pickle.PickleBuffer(b"large"), 5, buffer_callback=buffers.append)
assert bytes(_pickle.loads(data, buffers=buffers)) == b"large"
copyreg.pickle(Slots, lambda obj: (Slots, ()))
assert isinstance(_pickle.loads(_pickle.dumps(slots)), Slots)

# Ints in lines.
for data in (b"I01I\n.", b"Ix\n.", b"I\n.", b"I01\n.", b"I012\n.", b"I0x12\n.", b"I 12 \n.", b"I1_0\n.", b"I99999999999999999999999\n.",
             b"Lx\n.", b"LxL\n.", b"L0x10L\n.", b"L12\n.", b"L1L\n.", b"I-00\n."):
    try:
        print(data, pickle.loads(data))
    except Exception as e:
        print(data, repr(e))
