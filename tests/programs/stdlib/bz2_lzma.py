"""bz2 and lzma: round trips, pieces, bounds, errors."""

import bz2
import lzma

data = bytes(range(256)) * 300
for module in (bz2, lzma):
    assert module.decompress(module.compress(data) + module.compress(b"more")) == data + b"more"

packed = bz2.compress(data)
stream = bz2.BZ2Decompressor()
parts = [stream.decompress(packed[:50], 10)]
assert not stream.needs_input or parts == [b""]
for i in range(50, len(packed), 7):
    parts.append(stream.decompress(packed[i : i + 7]))
assert b"".join(parts) == data and stream.eof and stream.unused_data == b""
try:
    bz2.decompress(b"no such thing")
except OSError as exc:
    assert str(exc) == "Invalid data stream"

stream = lzma.LZMADecompressor()
assert stream.check == lzma.CHECK_UNKNOWN
assert stream.decompress(lzma.compress(data) + b"rest") == data
assert (stream.check, stream.eof, stream.unused_data) == (lzma.CHECK_CRC64, True, b"rest")
filters = [{"id": lzma.FILTER_DELTA, "dist": 4}, {"id": lzma.FILTER_LZMA2, "preset": 1, "dict_size": 1 << 16}]
raw = lzma.compress(data, lzma.FORMAT_RAW, filters=filters)
assert lzma.decompress(raw, lzma.FORMAT_RAW, filters=filters) == data
alone = lzma.compress(data, lzma.FORMAT_ALONE, preset=0)
assert lzma.decompress(alone) == data
for wrong in ({}, {"id": 99}, {"id": lzma.FILTER_DELTA, "no": 1}):
    try:
        lzma.LZMACompressor(filters=[wrong])
    except ValueError:
        pass
    else:
        raise AssertionError(wrong)
try:
    lzma.decompress(b"garbage")
except lzma.LZMAError as exc:
    assert str(exc) == "Input format not supported by decoder"
