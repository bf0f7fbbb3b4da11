# _hashlib.HASHXOF is derived from HASH; hmac warns of blocks of a doubtful size.
import _hashlib, hmac, warnings


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)


h = _hashlib.openssl_shake_128(b"a")
for args in ((), (-1,), (2**70,), (2**45,), ("x",), (1, 2), (0,), (5,), (-(2**70),), (1.0,), (True,)):
    attempt(h.digest, *args)
    attempt(h.hexdigest, *args)
    attempt(_hashlib.HASH.digest, h, *args)
    attempt(_hashlib.HASH.hexdigest, h, *args)
for t in (_hashlib.HASH, _hashlib.HASHXOF):
    print(t.__mro__, sorted(vars(t)))
    attempt(t)
    attempt(lambda: type("x", (t,), {})())
for name in ("name", "block_size", "digest_size"):
    print(getattr(_hashlib.HASH, name).__get__(h), getattr(h, name))
print(type(h.copy()), h.copy().hexdigest(4), type(_hashlib.openssl_sha256()), _hashlib.openssl_sha256(b"a").copy().hexdigest())
h.update(b"b")
print(h.hexdigest(4))


class Digest:
    digest_size = 4
    name = "own"

    def __init__(self, *args):
        print("made", args)

    def update(self, data):
        print("update", data)

    def digest(self):
        return b"abc"


for size in (3, 64, 100, None, "x", 0, -1, 16, 15, 16.5):
    Digest.block_size = size
    for make in (lambda: hmac.new(b"key", b"msg", Digest).block_size, lambda: hmac.digest(b"key", b"msg", Digest)):
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            attempt(make)
        print([str(w.message) for w in warned])
del Digest.block_size
with warnings.catch_warnings(record=True) as warned:
    warnings.simplefilter("always")
    attempt(lambda: hmac.new(b"key", b"msg", Digest).block_size)
print([str(w.message) for w in warned])
attempt(hmac.digest, "key", b"msg", Digest)
attempt(hmac.new, "key", b"msg", Digest)
