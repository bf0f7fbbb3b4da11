# The characters of a text beyond ASCII, by iterating, indexing and slicing, are what their numbers say, again and again,
# whatever was asked for in between.
import gc
import random
import zlib

random.seed(5)
POOL = [0x61, 0xE9, 0xFF, 0x100, 0x436, 0x7FF, 0x800, 0x65E5, 0x6675, 0xD800, 0xDFFF, 0xFFFF, 0x10000, 0x1F600, 0x10FFFF]
POOL += [0x400 + 256 * k for k in range(300)]  # Alike in their lower bits.
for n in 0, 1, 2, 9, 63, 64, 65, 200, 2_000:
    numbers = [random.choice(POOL) for _ in range(n)]
    text = "".join(map(chr, numbers))
    assert [ord(c) for c in text] == numbers == [ord(c) for c in list(text)] == [*map(ord, text)]
    assert [ord(text[i]) for i in range(n)] == numbers == [ord(text[i : i + 1]) for i in range(n)]
    assert [ord(c) for c in reversed(text)] == numbers[::-1] == [ord(c) for c in text[::-1]]
    assert set(text) == set(map(chr, numbers)) and sorted(text) == [chr(c) for c in sorted(numbers)]
    assert "".join(text) == text == "".join([c for c in text]) and tuple(text) == tuple(map(chr, numbers))
    counts = {}
    for c in text:
        counts[c] = counts.get(c, 0) + 1
        assert len(c) == 1 and c.encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass") == c
    assert sum(counts.values()) == n and all(text.count(c) == k for c, k in counts.items())
    iterator = iter(text)
    taken = [next(iterator, None) for _ in range(n // 2)]
    gc.collect()
    assert taken + list(iterator) == list(text) and next(iterator, None) is None
    print(n, zlib.crc32(repr(list(text)[:50]).encode()))

# What is made of a character leaves it as it was.
first = chr(0x436)
longer = first
for _ in range(5):
    longer += chr(0x436)
print(first, longer, chr(0x436), "ж"[0], "xж"[1], "ж" * 3, "жж".split("ж"), len({first, chr(0x436), "ж"}))
