# The encodings that go by tables, over all characters of the first plane and some beyond it: one by one, all in one text
# with the handlers putting something in place of what has no bytes, and back.
#: no-stress
import codecs
import zlib

NAMES = """
gbk gb2312 gb18030 hz big5 cp950 big5hkscs shift_jis cp932 shift_jis_2004 shift_jisx0213 euc_jp euc_jis_2004 euc_jisx0213
iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext iso2022_kr euc_kr cp949 johab
cp437 cp1251 cp1252 koi8_r mac_roman iso8859_15 cp874 cp1255
""".split()
PLANE = [chr(c) for c in range(0x10000)] + [chr(c) for c in range(0x10000, 0x110000, 333)]
# The second ones of pairs that some encodings have of their own.
PAIRED = [a + b for a in "Êêかきくけこカセツトㇷæɔʌəɚ˩˥" for b in "\u0304\u030c\u309a\u0300\u0301˥˩a日"]
for name in NAMES:
    encode, decode = codecs.getencoder(name), codecs.getdecoder(name)
    n_known, crc = 0, 0
    for text in PLANE + PAIRED:
        try:
            written = encode(text)[0]
        except UnicodeEncodeError:
            continue
        n_known += 1
        crc = zlib.crc32(written, crc)
    text = "".join(PLANE[:0x3000] + PLANE[0x4E00:0x5200] + PLANE[0xAC00:0xAC80] + PLANE[0xFF00:] + PAIRED)
    whole = [encode(text, handler)[0] for handler in ("ignore", "replace", "xmlcharrefreplace")]
    back = [decode(written, "replace")[0] for written in whole]
    print(name, n_known, f"{crc:08x}", *(f"{zlib.crc32(written):08x}" for written in whole), end=" ")
    print(*(f"{zlib.crc32(text.encode('utf-8', 'surrogatepass')):08x}" for text in back))

# Tables of one byte a character: texts beyond their block, errors in all places, tables that are too short.
short = "".join(map(chr, range(0x400, 0x480)))
holes = "a\ufffe日😀" + "ж" * 252
for n in 1, 2, 255, 256, 257, 600:
    print(zlib.crc32(codecs.charmap_decode(bytes(k % 128 for k in range(n)), "strict", short)[0].encode()), end=" ")
    for at in 0, n // 2, n - 1:
        for table, bad in (short, 200), (holes, 1):
            data = bytearray([2] * n)
            data[at] = bad
            try:
                codecs.charmap_decode(data, "strict", table)
            except UnicodeDecodeError as exc:
                print(exc.start, exc.end, end=" ")
            print(len(codecs.charmap_decode(data, "ignore", table)[0]), codecs.charmap_decode(data, "replace", table)[0].find("\ufffd"), end=" ")
    print()
