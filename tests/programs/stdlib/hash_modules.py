import _md5, _sha1, _sha2, _sha3, _blake2

for make in (_md5.md5, _sha1.sha1, _sha2.sha224, _sha2.sha256, _sha2.sha384, _sha2.sha512, _sha3.sha3_224, _sha3.sha3_256,
             _sha3.sha3_384, _sha3.sha3_512, _blake2.blake2b, _blake2.blake2s):
    h = make(b"hello")
    c = h.copy()
    h.update(bytearray(b" world") * 1000)
    print(h.name, h.digest_size, h.block_size, h.hexdigest(), c.digest() == make(b"hello").digest(), make().hexdigest())
for make in (_sha3.shake_128, _sha3.shake_256):
    h = make(b"x" * 500)
    print(h.name, h.hexdigest(0), h.hexdigest(7), h.digest(300)[-3:], h._rate_bits, h._capacity_bits, h._suffix)
print(_blake2.blake2b(b"a", digest_size=9, key=b"k", salt=b"s", person=b"p", fanout=3, depth=4, leaf_size=5, node_offset=6,
                      node_depth=1, inner_size=8, last_node=True).hexdigest())
print(_blake2.blake2s(b"a", digest_size=9, key=b"k", salt=b"s", person=b"p", fanout=3, depth=4, leaf_size=5, node_offset=6,
                      node_depth=1, inner_size=8, last_node=True).hexdigest())
b = _blake2.blake2b
for f in (lambda: _md5.md5("a"), lambda: _md5.md5(1), lambda: _md5.md5(b"", string=b""), lambda: _sha2.sha256(memoryview(b"abcd")[::2]),
          lambda: _sha3.shake_128().digest(-1), lambda: _sha3.shake_128().digest(1 << 70), lambda: b(digest_size=0),
          lambda: b(digest_size=65), lambda: b(key=bytes(65)), lambda: b(salt=bytes(17)), lambda: b(person=bytes(17)),
          lambda: b(fanout=256), lambda: b(depth=0), lambda: b(leaf_size=-1), lambda: b(leaf_size=1 << 32),
          lambda: b(node_offset=1 << 64), lambda: _blake2.blake2s(node_offset=1 << 48), lambda: b(node_depth=-1),
          lambda: b(inner_size=65), lambda: type(_md5.md5())(), lambda: b(data=b"x").hexdigest()[:8],
          lambda: _sha3.sha3_224(string=b"x").hexdigest()[:8]):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
