import zlib, gzip, hmac, _hmac

data = bytes(range(256)) * 200 + b"abc" * 1000
for level in range(-1, 10):
    for wbits in (15, 9, 31, -15):
        packed = zlib.compress(data, level, wbits)
        assert zlib.decompress(packed, wbits) == data
assert gzip.decompress(gzip.compress(data)) == data
c = zlib.compressobj(zdict=b"abcabc")
packed = b"".join(c.compress(data[i:i + 999]) for i in range(0, len(data), 999)) + c.flush(zlib.Z_SYNC_FLUSH) + c.flush()
d = zlib.decompressobj(zdict=b"abcabc")
out, rest = b"", packed + b"tail"
while not d.eof:
    out += d.decompress(rest, 1000)
    rest = d.unconsumed_tail
print(out == data, d.unused_data, d.unconsumed_tail, d.eof)
z = zlib._ZlibDecompressor()
packed = zlib.compress(data)
out = z.decompress(packed + b"more", 10)
print(z.needs_input, z.eof)
while not z.eof:
    out += z.decompress(b"", 5000)
print(out == data, z.unused_data, z.needs_input)
print(zlib.crc32(b"abc"), zlib.crc32(b"a", -1), zlib.adler32(b"abc"), zlib.adler32(b"a", 1 << 40))
for args in ((b"k", b"m", "md5"), (b"k" * 300, b"m" * 500, "sha3_256"), (b"", b"", "sha512")):
    print(_hmac.compute_digest(*args).hex(), hmac.new(*args).hexdigest(), _hmac.new(*args).name)
co = zlib.compress(b"abc" * 100)
for f in (lambda: zlib.compress(b"a", 10), lambda: zlib.compress("a"), lambda: zlib.decompress(b"junk"), lambda: zlib.decompress(co[:-3]),
          lambda: zlib.decompress(co[:-4] + b"1234"), lambda: zlib.decompress(co, 99), lambda: zlib.compressobj(10),
          lambda: zlib.decompressobj(99), lambda: zlib.decompressobj(zdict=3), lambda: d.decompress(co, -1), lambda: c.compress(b""),
          lambda: z.decompress(b"a"), lambda: zlib.decompress(co, bufsize=-1), lambda: _hmac.new(b"a", b"b"),
          lambda: _hmac.new(b"a", b"b", "x"), lambda: _hmac.compute_md5("a", b"b")):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
