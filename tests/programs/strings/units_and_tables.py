"""Encodings of units, by tables and by seven bits, with errors in all places; cases, steps and searches beside characters of all lengths."""
import hashlib
import random

rng = random.Random(5)
alphabet = ["a", " ", "é", "ж", "日", "\U0001f600", "Σ", "ß", "ŉ", "\ud800", "\udc00", "+", "\\", "~", "\x00", "\x7f", "İ"]
handlers = ["strict", "ignore", "replace", "xmlcharrefreplace", "backslashreplace", "namereplace", "surrogateescape", "surrogatepass"]
encodings = ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-7", "ascii", "latin-1", "cp1251", "cp1252"]


def attempt(f, *args):
    try:
        return f(*args)
    except UnicodeError as exc:
        return repr(exc), exc.start, exc.end, exc.reason


for round_ in range(120):
    text = "".join(rng.choice(alphabet[: rng.randint(1, len(alphabet))]) for _ in range(rng.randint(0, 40)))
    if rng.random() < 0.3:
        text *= rng.randint(1, 20)
    results = []
    for encoding in encodings:
        for handler in handlers:
            encoded = attempt(text.encode, encoding, handler)
            results.append(encoded)
            if isinstance(encoded, bytes):
                results.append(attempt(encoded.decode, encoding, rng.choice(["strict", "surrogatepass", "replace"])))
    results.append((text.lower(), text.upper(), text.title(), text.casefold(), text.swapcase(), text.capitalize()))
    results.append((text[::2], text[::-1], text[1::3], text[::-2], text.split("ж"), text.split("éж"), text.find("ж日"), text.find("日")))
    results.append((text.count("ж"), text.rfind("é"), text.replace("ж", "xx"), [text[i] for i in range(0, len(text), 7)]))
    data = bytes(rng.randrange(256) for _ in range(rng.randint(0, 30)))
    for encoding in ["utf-16", "utf-32", "utf-16-be", "utf-32-le", "utf-7", "utf-8"]:
        for handler in ["strict", "replace", "ignore", "surrogatepass"]:
            results.append(attempt(data.decode, encoding, handler))
    print(hashlib.md5(ascii(results).encode()).hexdigest())

# One exception serves all errors: its arguments are those of the first, its attributes those of the last.
data = b"\x01\xdd\x92\xf1\x9fIT\xf4\xfe"
print(attempt(data.decode, "utf-16-le", "surrogatepass"))
seen = []


def handler(exc):
    seen.append(exc)
    print(exc.args[2:], exc.start, exc.end, exc.reason, exc)
    return "?", exc.end


import codecs

codecs.register_error("test.seen", handler)
print(b"\xff\xfe\xc3a\xe0".decode("utf-8", "test.seen"), len({id(exc) for exc in seen}))

table = {ord("a"): 1, ord("b"): b"xyz", ord("c"): None, 0x416: 255}
for text in ["ab\u0416", "ab" * 300, "c", "abc" * 200, "\u0416a" * 300]:
    for errors in ["strict", "ignore", "replace", "backslashreplace"]:
        try:
            print(hashlib.md5(codecs.charmap_encode(text, errors, table)[0]).hexdigest())
        except UnicodeError as exc:
            print(exc.start, exc.end, exc.reason)
