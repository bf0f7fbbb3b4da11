"""All built-in iterators tell how to go on where they stand, and can be told."""
import copy
import pickle
import types


class Seq:
    def __getitem__(self, i):
        if i > 5:
            raise IndexError
        return i

    def __len__(self):
        return 6


makers = [
    lambda: iter([1, 2, 3]), lambda: iter((1, 2, 3)), lambda: reversed([1, 2, 3]), lambda: iter("abc"), lambda: iter("a\u1234c"),
    lambda: iter(b"abc"), lambda: iter(bytearray(b"abc")), lambda: iter(range(3)), lambda: iter(range(10, 0, -3)),
    lambda: iter(range(2**70, 2**70 + 6, 2)), lambda: reversed(range(10)), lambda: iter({1: 2, 3: 4}),
    lambda: iter({1: 2, 3: 4}.values()), lambda: iter({1: 2, 3: 4}.items()), lambda: reversed({1: 2, 3: 4}),
    lambda: reversed({1: 2, 3: 4}.values()), lambda: reversed({1: 2, 3: 4}.items()), lambda: iter({1, 2, 3}), lambda: iter(Seq()),
    lambda: reversed(Seq()), lambda: reversed((1, 2, 3)), lambda: enumerate([1, 2, 3], 2**70), lambda: map(int, [1, 2, 3]),
    lambda: map(max, [1, 2, 3], [3, 4, 5]), lambda: zip([1, 2, 3], [4, 5, 6]), lambda: zip(), lambda: filter(None, [1, 0, 2, 3]),
]
for make in makers:
    it = make()
    rest = list(make())[1:]
    next(it, None)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert list(pickle.loads(pickle.dumps(it, protocol))) == rest, it
    if hasattr(it, "__length_hint__"):
        assert it.__length_hint__() == len(rest), it
    assert list(copy.copy(it)) == rest, it
    list(it)
    assert it.__reduce__() is not None
    assert list(copy.copy(it)) == []

it = iter([1, 2, 3])
it.__setstate__(-5)
assert list(it) == []
it = iter(range(10))
it.__setstate__(7)
assert list(it) == [7, 8, 9]
it = zip([1, 2], [3])
it.__setstate__(True)
assert it.__reduce__()[2] is True
try:
    iter("abc").__setstate__(None)
except TypeError as e:
    assert str(e) == "an integer is required"

d = {1: 1, 2: 2}
it = iter(d)
d[3] = 3
assert it.__length_hint__() == 0

# What is built in is looked up where the code that runs looks.
code = compile("superglobal", "test", "eval")
assert eval(code, {"__builtins__": types.MappingProxyType({"superglobal": 1})}) == 1
assert eval("x.__reduce__()", {"__builtins__": types.MappingProxyType({"iter": iter}), "x": iter([1, 2])}) == (iter, ([1, 2],), 0)
for builtins, expected in (({}, AttributeError), (123, TypeError)):
    try:
        eval("x.__reduce__()", {"__builtins__": builtins, "x": iter([1, 2])})
    except expected:
        pass
    else:
        raise AssertionError(builtins)
