"""What native modules do with arguments at the edges."""
import cmath
import codecs
import functools
import io
import marshal
import math
import struct
import unicodedata
import warnings


def fails(error, text, f, *args):
    try:
        f(*args)
    except error as exc:
        assert text in str(exc), exc
    else:
        raise AssertionError(text)


# struct: the format belongs to __init__.
class Pair(struct.Struct):
    def __init__(self):
        super().__init__(">hh")


assert Pair().pack(1, 2) == b"\0\1\0\2" and repr(struct.Struct("=i")) == "Struct('=i')"
fails(RuntimeError, "not initialized", struct.Struct.__new__(struct.Struct).pack)
fails(struct.error, "embedded null character", struct.calcsize, "i\0")

# marshal: tuples that hold themselves come back, slices that do don't go out.
a = ([],)
a[0].append(a)
b = marshal.loads(marshal.dumps(a))
assert b[0][0] is b
s = slice([], None)
s.start.append(s)
fails(ValueError, "unmarshallable object", marshal.dumps, s)


class Reader(io.BytesIO):
    def readinto(self, buffer):
        return super().readinto(buffer) + 100


fails(ValueError, "too much data", marshal.load, Reader(marshal.dumps("abc")))
two = io.BytesIO(marshal.dumps((1, "a")) + marshal.dumps(2.5))
assert (marshal.load(two), marshal.load(two)) == ((1, "a"), 2.5)

# math
assert math.sumprod([10.1, math.inf], [20.2, 30.3]) == math.inf
assert math.copysign(1, math.nextafter(-5e-324, 0.0)) == -1
assert math.copysign(1, math.nextafter(-5e-324, 0.0, steps=1)) == 1
assert cmath.tanh(complex(0, math.nan)).real == 0

# functools
p = functools.partial(hex)
fails(TypeError, "cannot delete __dict__", lambda: p.__delattr__("__dict__"))
fails(TypeError, "invalid partial state", p.__setstate__, (hex, (), {}, ()))
assert functools.cmp_to_key(lambda a, b: 0).__text_signature__ == "(obj)"

# codecs
decoder = codecs.getincrementaldecoder("utf-8")("surrogatepass")
assert decoder.decode(b"\xed\xa4") == "" and decoder.decode(b"\x81", True) == "\ud901"
try:
    "[\udc80\ud800\udfff]".encode("utf-8", "surrogateescape")
except UnicodeEncodeError as exc:
    assert (exc.start, exc.end) == (2, 4)
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    codecs.escape_decode(b"\\\xfa")
    codecs.decode(b"\\501", "unicode_escape")
assert [str(w.message) for w in log] == [
    'b"\\\xfa" is an invalid escape sequence. Such sequences will not work in the future. ',
    '"\\501" is an invalid octal escape sequence. Such sequences will not work in the future. ',
]
codecs.register_error("test.more", lambda exc: ("\u0153\u0178", exc.end))
assert "[\xa4]".encode("iso-8859-15", "test.more") == b"[\xbd\xbe]"
fails(UnicodeEncodeError, "surrogates not allowed", "\udc80".encode, "utf-8", "test.more")

# unicodedata
assert unicodedata.lookup("latin small letter A") == "a" and unicodedata.lookup("SPACE") == " "
assert unicodedata.lookup("LATIN SMALL LETTER R WITH TILDE") == "r\u0303"
fails(KeyError, "undefined", unicodedata.ucd_3_2_0.lookup, "LINE FEED")
fails(KeyError, "name too long", unicodedata.lookup, "x" * 500)
assert "\N{TANGUT IDEOGRAPH-17000}" == chr(0x17000)

# The states that io.StringIO takes.
import io

for state in (
    (None, "", 0, {}), (None, None, 0, {}), ("a", None, 0, None), ("a\nb", "\r\n", 2, {"q": 1}), ("a", "\r", 5, None),
    ("a", "", "x", None), ("a", "", -1, None), ("a", "", 0, 3), (1, "", 0, {}), ("a", "x", 0, {}), ("a", ""), 5,
    ("a", "", 0, None, 1), ("a", "", True, None),
):
    text = io.StringIO("xyz")
    try:
        text.__setstate__(state)
        print(state, repr(text.getvalue()), text.tell(), vars(text), text.newlines)
    except (TypeError, ValueError) as e:
        print(state, type(e).__name__, e)
