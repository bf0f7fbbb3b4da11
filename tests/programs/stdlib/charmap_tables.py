# charmap_build() gives a table where it can, else a dict.
import _codecs, codecs


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)


all_bytes = "".join(map(chr, range(256)))
cases = {
    "latin": all_bytes, "long": all_bytes * 2, "short": "\0abc", "no nul": "abc", "two nuls": "\0a\0", "same": "\0" + "a" * 20,
    "holes": "\0a\ufffeb", "wide": "\0a\U0001f600", "holes in a dict": "a\ufffeb", "first hole": "\ufffea", "scattered": "\0" + "".join(chr(i * 300 + 1) for i in range(200)),
    "cyrillic": codecs.decode(bytes(range(256)), "cp1251", "replace"), "one": "\0", "surrogate": "\0\ud800",
}
for name, text in cases.items():
    table = _codecs.charmap_build(text)
    print(name, type(table).__name__, table.size() if hasattr(table, "size") else sorted(table.items())[:5])
    for wanted in ("abc", "a\0b", "\ufffe", "\U0001f600", "ä", "я", "\ud800", ""):
        try:
            print(_codecs.charmap_encode(wanted, "strict", table))
        except UnicodeEncodeError as e:
            print(ascii(str(e)))
    print(_codecs.charmap_encode("aäяb", "replace" if "latin" in name else "ignore", table))
    attempt(_codecs.charmap_encode, "a€b", "xmlcharrefreplace", table)
attempt(_codecs.charmap_build, "")
attempt(_codecs.charmap_build, 3)
attempt(type(_codecs.charmap_build("\0a")))
table = _codecs.charmap_build("\0a")
print(type(table), [n for n in dir(type(table)) if n[0] != "_"])
attempt(lambda: table[97])
attempt(_codecs.charmap_decode, b"a", "strict", table)
