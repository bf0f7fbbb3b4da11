"""Writes `east_asia.bin`, the tables of the East Asian encodings, from what CPython's decoders and encoders answer.

    python3.14 src/stdlib/tables/gen.py

All numbers are base 128, least significant digit first, bit 7 for "more", but for the directory at the start: one offset of
32 bits for each encoding of `ENCODINGS`, in that order.

A table is its cells (see `cells`) and then what encoding does otherwise than decoding backwards. Cells come as tokens, whose
two lowest bits say what they are and whose other bits are `n`:

    0   n + 1 cells as predicted: as in the encoding that this one is based on, or else one more than the cell before
    1   n + 1 cells with nothing
    2   a code point, the zigzag difference n from the last one
    3   two code points: n, and a number

The second part: how many rows there are, then rows of the zigzag difference of a code point from the last row's, a second code
point or 0, and the bytes as one big-endian number; 0 where it can't be encoded.
"""
import pathlib
import struct

# Each with the encoding that it is based on.
ENCODINGS = {
    "euc_jp": None,
    "euc_jis_2004": "euc_jp",
    "euc_jisx0213": "euc_jis_2004",
    "shift_jis": "euc_jp",
    "shift_jis_2004": "euc_jis_2004",
    "shift_jisx0213": "shift_jis_2004",
    "cp932": "shift_jis",
    "gb2312": None,
    "gbk": "gb2312",
    "gb18030": "gbk",
    "euc_kr": None,
    "cp949": "euc_kr",
    "johab": "euc_kr",
    "big5": None,
    "cp950": "big5",
    "big5hkscs": "cp950",
}


def cells():
    """The byte sequences that have a cell: single bytes, two bytes, three bytes with 8F."""
    for b in (0x5C, 0x7E, *range(0x80, 0x100)):
        yield bytes([b])
    for lead in range(0x80, 0x100):
        for trail in range(0x30, 0x100):
            yield bytes([lead, trail])
    for row in range(0xA1, 0xFF):
        for column in range(0xA1, 0xFF):
            yield bytes([0x8F, row, column])


def based_on(encoding, sequence):
    """The sequence that stands for the same in the encoding that this one is based on."""
    base = ENCODINGS[encoding]
    if len(sequence) != 2 or base is None:
        return sequence
    lead, trail = sequence
    if base.startswith("euc_j") and encoding.startswith("shift"):
        if not (0x40 <= trail <= 0xFC and trail != 0x7F and (0x81 <= lead <= 0x9F or 0xE0 <= lead <= 0xFC)):
            return None
        row = (lead - (0x81 if lead < 0xA0 else 0xC1)) * 2
        column = trail - (0x41 if trail > 0x7F else 0x40)
        if column >= 94:
            row, column = row + 1, column - 94
        if row < 94:
            return bytes([row + 0xA1, column + 0xA1])
        # The second plane has these rows only.
        rows = [1, 8, 3, 4, 5, 12, 13, 14, 15, *range(78, 95)]
        return bytes([0x8F, rows[row - 94] + 0xA0, column + 0xA1])
    if encoding == "johab":
        if not (0x31 <= trail <= 0xFE and (0xD9 <= lead <= 0xDE or 0xE0 <= lead <= 0xF9)):
            return None
        row = 2 * (lead - 0xD9) if lead < 0xE0 else 2 * lead - 0x197
        column = trail - (0x31 if trail < 0x91 else 0x43)
        if column >= 94:
            row, column = row + 1, column - 94
        return bytes([(row + 0xA1) & 0xFF, column + 0xA1])
    return sequence


def decoded(encoding, sequence):
    try:
        return sequence.decode(encoding)
    except UnicodeDecodeError:
        return ""


def encoded(encoding, text):
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return b""


def number(n):
    out = bytearray()
    while n > 127:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return bytes(out)


def zigzag(n):
    return n * 2 if n >= 0 else -n * 2 - 1


def table(encoding, known):
    here = {}
    tokens = []
    last = 0
    for sequence in cells():
        text = decoded(encoding, sequence)
        if len(sequence) == 3 and not encoding.startswith("euc_j"):
            text = ""
        if len(sequence) > 1 and here.get(sequence[:1]):
            # A character in front of another.
            text = ""
        if len(sequence) == 1 and text == chr(sequence[0]) and sequence[0] < 0x80:
            text = ""
        here[sequence] = text
        base = ENCODINGS[encoding]
        if base is None:
            predicted = chr(last + 1) if text else ""
        else:
            predicted = known[base].get(based_on(encoding, sequence), "")
        if text == predicted and (text or base):
            kind, value = 0, None
        elif not text:
            kind, value = 1, None
        elif len(text) == 1:
            kind, value = 2, zigzag(ord(text) - last)
        else:
            kind, value = 3, (ord(text[0]), ord(text[1]))
        if text:
            last = ord(text[0])
        if kind < 2 and tokens and tokens[-1][0] == kind:
            tokens[-1][1] += 1
        else:
            tokens.append([kind, 0 if kind < 2 else value])
    out = bytearray()
    for kind, value in tokens:
        if kind == 3:
            out += number(value[0] << 2 | 3) + number(value[1])
        else:
            out += number(value << 2 | kind)
    backwards = {}
    for sequence, text in here.items():
        if text:
            backwards.setdefault(text, sequence)
    rows = []
    texts = [chr(c) for c in range(0x5C, 0x110000) if not 0xD800 <= c < 0xE000]
    texts += sorted(text for text in backwards if len(text) == 2)
    for text in texts:
        given = encoded(encoding, text)
        if len(given) > 3 and len(text) == 1:
            # Made by rule.
            given = b""
        expected = backwards.get(text, text.encode() if text < "\x80" else b"")
        if given != expected:
            rows.append((text, given))
    out += number(len(rows))
    last = 0
    for text, given in rows:
        out += number(zigzag(ord(text[0]) - last)) + number(ord(text[1]) if len(text) > 1 else 0)
        out += number(int.from_bytes(given))
        last = ord(text[0])
    print(encoding, len(out), "bytes,", len(rows), "rows")
    return bytes(out), here


def main():
    known = {}
    tables = []
    for encoding in ENCODINGS:
        data, known[encoding] = table(encoding, known)
        tables.append(data)
    at = 4 * len(tables)
    directory = b""
    for data in tables:
        directory += struct.pack("<I", at)
        at += len(data)
    pathlib.Path(__file__).with_name("east_asia.bin").write_bytes(directory + b"".join(tables))


main()
