"""Buffers that native modules take and give."""
import array
import binascii
import collections
import copy
import pickle
import re


def fails(error, text, f, *args):
    try:
        f(*args)
    except error as exc:
        assert text in str(exc), exc
    else:
        raise AssertionError(text)


# An array with views keeps its size.
a = array.array("i", [1, 2, 3])
with memoryview(a) as m:
    fails(BufferError, "cannot resize an array that is exporting buffers", a.append, 4)
    a[0] = 7
    assert m[0] == 7
a.append(4)
assert a.tolist() == [7, 2, 3, 4]
assert isinstance(a, collections.abc.MutableSequence)


class Named(array.array):
    pass


n = Named("b", b"xyz")
n.name = "n"
for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    if __name__ == "__main__":
        other = pickle.loads(pickle.dumps(n, protocol))
        assert other == n and other.name == "n" and type(other) is Named

# A search holds the bytearray that it searches; a match does not.
b = bytearray(b"x")
it = re.finditer(b"a", b)
fails(BufferError, "", b.extend, b"y" * 400)
del it
b.extend(b"y")
s = bytearray(b"abcdefgh")
found = re.search(b"[a-h]+", s)
s[:] = b"xyz"
assert found.group() == b"xyz"

# Where bytes must lie side by side, a view with gaps will not do.
gaps = memoryview(bytearray(b"noncontig"))[::-2]
fails(BufferError, "not C-contiguous", binascii.b2a_hex, gaps)
fails(BufferError, "not C-contiguous", b"abc".find, gaps)
assert bytes(gaps) == b"gtonn"

# base64: padding that does not end the data is none, but in strict mode.
for data, lax, strict in (
    (b"abc=a", b"i\xb7\x1a", "Excess data"),
    (b"ab==cd", b"i\xb7\x1d", "Excess data"),
    (b"ab=c=", b"i\xb7", "Discontinuous padding"),
    (b"abcd=", b"i\xb7\x1d", "Excess padding"),
    (b"ab===", b"i", "Excess padding"),
    (b"ab==:", b"i", "Only base64 data"),
):
    assert binascii.a2b_base64(data) == lax
    fails(binascii.Error, strict, lambda: binascii.a2b_base64(data, strict_mode=True))
fails(binascii.Error, "Incorrect padding", binascii.a2b_base64, b"ab=")
fails(binascii.Error, "Missing length byte", binascii.a2b_uu, b"")

# A factory that makes the key itself.
calls = []


def factory():
    calls.append(1)
    return len(calls) if len(calls) > 1 else d["k"] - 1


d = collections.defaultdict(factory)
assert d["k"] == 2

# Patterns at their start, with alternatives, backwards.
assert re.search(r"\Ab", "a" * 100_000 + "b") is None
assert re.search(r"(?<=.{3000})b", "a" * 3000 + "b").start() == 3000
words = [f"w{i:03}" for i in range(100)]
many = re.compile("|".join(words))
assert many.findall("w099 w000 w063 w064 w100 é w065") == ["w099", "w000", "w063", "w064", "w065"]
assert re.findall("é|è|a", "aéèê") == ["a", "é", "è"]
assert re.findall(b"\xe9|a", b"a\xe9\xe8") == [b"a", b"\xe9"]
assert re.fullmatch("(?:a|ab|)(?:c|bcd)", "abcd").group() == "abcd"
assert re.match("(?:a|)$", "").group() == ""
