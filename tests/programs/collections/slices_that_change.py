"""Sequences that change while the parts of a slice become indices: the length is that afterwards. What has to be copied before
it is assigned makes indices of the parts twice."""
import array
import operator


def make(kind):
    return array.array("i", range(10)) if kind is array.array else kind(range(10))


def outcome(kind, change, operate):
    sequence = make(kind)

    class Part:
        def __init__(self, index):
            self.index = index

        def __index__(self):
            if change == "clear":
                del sequence[:]
            elif change == "extend":
                sequence.extend(range(10))
            elif change == "pop":
                sequence.pop()
            else:
                del sequence[5:]
            return self.index

    try:
        result = operate(sequence, Part)
    except Exception as e:
        result = f"{type(e).__name__}: {e}"
    return result, sequence


slices = [
    lambda Part, i: slice(Part(i), None),
    lambda Part, i: slice(None, Part(i)),
    lambda Part, i: slice(0, 10, Part(i)),
    lambda Part, i: slice(Part(i), Part(i), Part(i)),
    lambda Part, i: slice(8, 1, Part(i)),
]
for kind in (list, bytearray, array.array):
    for change in ("clear", "extend", "pop", "halve"):
        for index in (1, 20, -3):
            for of in slices:
                print(
                    kind.__name__,
                    change,
                    index,
                    *outcome(kind, change, lambda s, Part: s[of(Part, index)]),
                    *outcome(kind, change, lambda s, Part: operator.delitem(s, of(Part, index))),
                    *outcome(kind, change, lambda s, Part: operator.setitem(s, of(Part, index), s[:2])),
                    *outcome(kind, change, lambda s, Part: operator.setitem(s, of(Part, index), s)),
                )
        for operate in (
            lambda s, Part: s[Part(3)],
            lambda s, Part: operator.setitem(s, Part(3), 1),
            lambda s, Part: operator.delitem(s, Part(3)),
            lambda s, Part: s.insert(Part(3), 1),
            lambda s, Part: s.pop(Part(3)),
            lambda s, Part: s * Part(2),
            lambda s, Part: s.index(5, Part(0), Part(100)),
        ):
            print(*outcome(kind, change, operate))


def assign(sequence, value):
    lengths = []

    class Part:
        def __index__(self):
            lengths.append(len(sequence))
            return 1

    for key in (slice(Part(), None), slice(Part(), None, Part())):
        try:
            sequence[key] = value
        except Exception as e:
            print(type(e).__name__, e, end=" ")
        print(type(value).__name__, lengths, sequence)
    del sequence[Part() :]
    print(lengths, sequence)


for value in (b"xy", bytearray(b"xy"), [1, 2], (3,), memoryview(b"abc"), iter([5]), 5, "a", None):
    assign(bytearray(b"abc"), value)
for sequence in (bytearray(b"abc"), array.array("b", b"abc"), [1, 2, 3]):
    assign(sequence, sequence)
for value in (array.array("b", b"xy"), array.array("i"), [1], None):
    assign(array.array("b", b"abc"), value)
