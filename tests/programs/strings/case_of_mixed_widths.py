# Case mappings of text whose characters take one to four bytes, lone surrogates among them, short and long: each character
# by itself, each between neighbours of every width, and what depends on the neighbours.
import zlib


def digest(text):
    return f"{zlib.crc32(text.encode('utf-8', 'surrogatepass')):08x} {len(text)}"


METHODS = "upper", "lower", "title", "capitalize", "swapcase", "casefold"
EVERY = [chr(c) for c in range(0x110000)]
for method in METHODS:
    change = getattr(str, method)
    alone = [change(c) for c in EVERY if c.isprintable() or c < "\u0800" or "\ud7f0" < c < "\ue010"]
    print(method, digest("|".join(alone)))
    for neighbours in "a", "Z", "é", "Ж", "ß", "日", "ǆ", "\ud800", "😀", "𐐀", " ", "1":
        print(" ", ascii(neighbours), digest(change(neighbours.join(EVERY[:0x3000]))))
    print(" all", digest(change("".join(EVERY))))

words = "größe", "ΑΣ", "ΣΑΣ", "Σ", "İstanbul", "ı", "ŉ", "ﬁne", "ᾳ", "ÿ", "µ", "ſ", "K", "жизнь", "日本", "ǅungla", "Å", "\udc80x", "𐐨𐐀", "a", "'", "."
for n in 1, 2, 3, 7, 40, 300:
    text = " ".join(words[i * 7 % len(words)] + words[i * 5 % len(words)] for i in range(n))
    for method in METHODS:
        print(n, method, digest(getattr(text, method)()), ascii(getattr(text[:8], method)()))
    assert text.upper().lower().upper() == text.upper().lower().upper().upper()
for text in "AΣ", "AΣ.", "AΣ.B", "Σ", "A\u0301Σ\u0301", "AΣ\ud800", "\ud800Σ", "1Σ", "aΣ" * 40, "日Σ日", "ǅΣ":
    print(*(ascii(getattr(text, method)()) for method in METHODS))
