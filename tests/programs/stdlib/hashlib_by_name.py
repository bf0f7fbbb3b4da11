"""Hashes by name, codes, and keys from passwords."""
import _hashlib
import hashlib
import hmac


def fails(error, text, f, *args, **kwargs):
    try:
        f(*args, **kwargs)
    except error as exc:
        assert text in str(exc), exc
    else:
        raise AssertionError(text)


h = hashlib.new("SHA256", b"a")
h.update(b"b")
assert h.name == "sha256" and h.hexdigest() == hashlib.sha256(b"ab").hexdigest()
assert type(h) is _hashlib.HASH and type(hashlib.new("shake_128")) is _hashlib.HASHXOF
other = h.copy()
other.update(b"c")
assert h.digest() != other.digest() == hashlib.sha256(b"abc").digest()
fails(ValueError, "unsupported", _hashlib.new, "none")
fails(TypeError, "cannot create", _hashlib.HASH)

for digest in ("md5", "sha256", "sha3_256", hashlib.sha1):
    code = hmac.new(b"key", b"message", digest)
    assert code.digest() == hmac.digest(b"key", b"message", digest) and hmac.compare_digest(code.digest(), code.digest())
fails(TypeError, "not 'str'", hmac.compare_digest, "a", b"a")
fails(ValueError, "Unsupported digestmod", _hashlib.hmac_digest, b"k", b"m", len)

# RFC 6070 and RFC 7914
assert hashlib.pbkdf2_hmac("sha1", b"password", b"salt", 1).hex() == "0c60c80f961f0e71f3a9b524af6012062fe037a6"
assert hashlib.scrypt(b"", salt=b"", n=16, r=1, p=1).hex().startswith("77d6576238657b203b19ca42c18a0497")
assert hashlib.scrypt(b"password", salt=b"NaCl", n=1024, r=8, p=16).hex().startswith("fdbabe1c9d3472007856e7190d01e9fe")
fails(ValueError, "n must be a power of 2", hashlib.scrypt, b"p", salt=b"s", n=3, r=1, p=1)
fails(ValueError, "memory limit exceeded", hashlib.scrypt, b"p", salt=b"s", n=2**17, r=8, p=1)
fails(ValueError, "iteration value must be greater than 0", hashlib.pbkdf2_hmac, "sha1", b"p", b"s", 0)
