"""The East Asian encodings: all of their one- and two-byte sequences, all characters of the first planes, errors, escape
sequences, and coders that keep a state. Long results are shown by a checksum."""
import codecs
import random
import zlib

PLAIN = ("big5 big5hkscs cp932 cp949 cp950 euc_jis_2004 euc_jisx0213 euc_jp euc_kr gb18030 gb2312 gbk johab shift_jis "
         "shift_jis_2004 shift_jisx0213").split()
SWITCHED = "hz iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext iso2022_kr".split()


def decoded(encoding, data):
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start, error.end, error.reason


def encoded(encoding, text):
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        return error.start, error.end, error.reason


def checksum(results):
    return "%08x" % zlib.crc32(ascii(results).encode())


chance = random.Random(5)
for encoding in PLAIN:
    print(encoding, checksum([decoded(encoding, bytes([a, b])) for a in range(0x5c, 256) for b in range(256)]))
    long = [bytes(chance.choice([0x8f, 0x81, 0x30, 0x39, 0xa4, 0xd4, 0xfe, chance.randrange(256)]) for _ in range(6)) for _ in range(300)]
    print(checksum([(decoded(encoding, data), data.decode(encoding, "replace")) for data in long]))
for encoding in PLAIN + SWITCHED:
    characters = [*range(0x20, 0x600), *range(0x2000, 0x3400), *range(0x4e00, 0x5200), *range(0xabf0, 0xaf00), *range(0xf900, 0x10000), *range(0x20000, 0x20200)]
    print(encoding, checksum([encoded(encoding, chr(c)) for c in characters]))

ESCAPES = [b"\x1b(B", b"\x1b(J", b"\x1b(I", b"\x1b$B", b"\x1b$@", b"\x1b$(D", b"\x1b$(O", b"\x1b$(P", b"\x1b$(Q", b"\x1b$A", b"\x1b$(C",
           b"\x1b$)C", b"\x1b.A", b"\x1b.F", b"\x1bN", b"\x1b&@\x1b$B", b"\x0e", b"\x0f", b"\n", b"\x1b", b"~{", b"~}", b"~", b"~\n",
           b"a", b'!"', b"$T", b"0!", b"\xa1", b"\\", b"A", b"\x7f!", b"!\x7f"]
POOL = "aZ~\\\n\xe9\xa5\u203e\u3042\u304b\u309a\u4e00\u4e02\uac00\ub620\u3164\uff61\u9f98\u20ac\xca\u0304\u030c\xe6\u0300\u03b1\U0002000b\u3402\uff3c\xb7\ud800"
for encoding in PLAIN + SWITCHED:
    escaped = [b"".join(chance.choices(ESCAPES, k=5)) for _ in range(200)]
    print(encoding, checksum([(decoded(encoding, data), data.decode(encoding, "replace")) for data in escaped]))
    results = []
    for text in ["".join(chance.choices(POOL, k=6)) for _ in range(60)]:
        results.append((encoded(encoding, text), text.encode(encoding, "replace")))
        encoder, decoder = codecs.getincrementalencoder(encoding)("replace"), codecs.getincrementaldecoder(encoding)("replace")
        for i, character in enumerate(text):
            data = encoder.encode(character, i == len(text) - 1)
            results.append((data, decoder.decode(data), encoder.getstate(), decoder.getstate()))
    print(checksum(results))
print("\u304b\u309a".encode("euc_jis_2004"), "\u304b\u309a".encode("iso2022_jp_3"), "\ub620".encode("euc_kr"), "\u4e16".encode("hz"))
decoder = codecs.getincrementaldecoder("cp949")()
print(decoder.decode(b"\xc6\xc4\xc0"))
try:
    decoder.decode(b"", True)
except UnicodeDecodeError as error:
    print(error)
print(decoder.decode(b"\xcc"))
