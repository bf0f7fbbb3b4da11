"""Texts of rows of characters of several lengths through many codecs and error handlers, as a digest."""

import hashlib
import random

random.seed(7)
ALPHABETS = ["abc 0\\~", "éßÿ", "жñ", "日本語", "😀", "\ud800", "\u3042ー", "中文", "\uffff\ue000\ud7ff"]
ENCODINGS = """utf-8 utf-16 utf-16-le utf-16-be utf-32 utf-32-be utf-7 latin-1 ascii gbk gb18030 big5 shift_jis euc_jp euc_kr
johab cp949 iso2022_jp cp1251 unicode-escape shift_jis_2004 big5hkscs""".split()
HANDLERS = "strict", "ignore", "replace", "xmlcharrefreplace", "surrogatepass"

digest = hashlib.sha256()
for i in range(200):
    alphabets = random.sample(ALPHABETS, random.randint(1, 3))
    pieces = (random.choice(random.choice(alphabets)) * random.choice((1, 1, 2, 9, 33)) for _ in range(random.randint(0, 30)))
    text = "".join(pieces)
    for encoding in ENCODINGS:
        errors = random.choice(HANDLERS)
        try:
            encoded = text.encode(encoding, errors)
        except UnicodeEncodeError as error:
            encoded = repr(error).encode("utf-8", "replace")
        digest.update(encoded)
        part = encoded[: random.randint(0, len(encoded))]
        for piece in encoded, part:
            for decoding in encoding, "latin-1":
                try:
                    decoded = piece.decode(decoding, errors if errors in ("strict", "ignore") else "replace")
                except UnicodeDecodeError as error:
                    decoded = repr(error)
                digest.update(decoded.encode("utf-8", "surrogatepass"))
print(digest.hexdigest())
