"""Write the Unicode tables of this crate from a CPython whose unicodedata is the version wanted.

    python3.14 src/text/tables/gen.py

Each property is asked of the interpreter character by character, so the tables say what CPython says. Two-stage tables:
INDEX1[cp >> SHIFT] picks a page, INDEX2[(page << SHIFT) | low bits] a record.
"""

import ctypes
import os
import sys
import unicodedata as ucd

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src", "tables")
MAX = 0x110000
old = ucd.ucd_3_2_0

CATEGORIES = ["Cn", "Lu", "Ll", "Lt", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co",
              "Lm", "Lo", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So"]
BIDI = ["", "L", "LRE", "LRO", "R", "AL", "RLE", "RLO", "PDF", "EN", "ES", "ET", "AN", "CS", "NSM", "BN", "B", "S",
        "WS", "ON", "LRI", "RLI", "FSI", "PDI"]
EAW = ["F", "H", "W", "Na", "A", "N"]
TAGS = ["", "<noBreak>", "<compat>", "<super>", "<fraction>", "<sub>", "<font>", "<circle>", "<wide>", "<vertical>",
        "<square>", "<isolated>", "<final>", "<initial>", "<medial>", "<small>", "<narrow>"]

FLAGS = ["ALPHA", "DECIMAL", "DIGIT", "NUMERIC", "SPACE", "PRINTABLE", "UPPER", "LOWER", "TITLE", "CASED",
         "CASE_IGNORABLE", "FINAL_CASED", "ID_START", "ID_CONTINUE", "SPECIAL_LOWER", "SPECIAL_UPPER", "SPECIAL_TITLE",
         "SPECIAL_FOLD"]
BIT = {name: 1 << i for i, name in enumerate(FLAGS)}


def two_stage(values, shift):
    size = 1 << shift
    pages, index1, index2 = {}, [], []
    for start in range(0, MAX, size):
        page = tuple(values[start:start + size])
        if page not in pages:
            pages[page] = len(pages)
            index2.extend(page)
        index1.append(pages[page])
    return index1, index2


def best_two_stage(values, width2):
    def cost(shift):
        i1, i2 = two_stage(values, shift)
        return len(i1) * (1 if max(i1) < 256 else 2) + len(i2) * width2
    shift = min(range(4, 10), key=cost)
    return shift, *two_stage(values, shift)


def kind(values):
    top = max(values)
    return "u8" if top < 1 << 8 else "u16" if top < 1 << 16 else "u32"


def array(out, name, values, type_=None, show=str):
    type_ = type_ or kind(values)
    out.append(f"pub(crate) static {name}: [{type_}; {len(values)}] = [")
    line = "   "
    for value in values:
        text = f" {show(value)},"
        if len(line) + len(text) > 110:
            out.append(line)
            line = "   "
        line += text
    out.append(line)
    out.append("];")


def write(name, doc, out):
    with open(os.path.join(OUT, name), "w", encoding="utf-8") as file:
        file.write(f"// Made by tables/gen.py from Unicode {ucd.unidata_version}: change that, not this.\n//! {doc}\n\n")
        file.write("\n".join(out) + "\n")


def case_tables():
    special = [0]
    special_at = {}

    def add_special(text):
        if text not in special_at:
            special_at[text] = len(special)
            special.append(len(text))
            special.extend(map(ord, text))
        return special_at[text]

    def mapped(c, text, flag, flags):
        if len(text) == 1:
            return ord(text) - ord(c), flags
        return add_special(text), flags | BIT[flag]

    records, at, values = [], {}, []
    for cp in range(MAX):
        c = chr(cp)
        flags = 0
        for name, yes in (("ALPHA", c.isalpha()), ("DECIMAL", c.isdecimal()), ("DIGIT", c.isdigit()),
                          ("NUMERIC", c.isnumeric()), ("SPACE", c.isspace()), ("PRINTABLE", c.isprintable()),
                          ("UPPER", c.isupper()), ("LOWER", c.islower()), ("TITLE", c.istitle() and not c.isupper()),
                          ("CASED", (c + "a").title()[-1] == "a"),
                          ("FINAL_CASED", ("0" + c + "\u03a3").lower()[-1] == "\u03c2"),
                          ("ID_START", c.isidentifier() and c != "_"), ("ID_CONTINUE", ("a" + c).isidentifier())):
            if yes:
                flags |= BIT[name]
        if not flags & BIT["FINAL_CASED"] and ("A" + c + "\u03a3").lower()[-1] == "\u03c2":
            flags |= BIT["CASE_IGNORABLE"]
        lower, flags = mapped(c, c.lower(), "SPECIAL_LOWER", flags)
        upper, flags = mapped(c, c.upper(), "SPECIAL_UPPER", flags)
        title, flags = mapped(c, c.title(), "SPECIAL_TITLE", flags)
        fold, flags = mapped(c, c.casefold(), "SPECIAL_FOLD", flags)
        record = (flags, lower, upper, title, fold, ucd.digit(c, 255))
        if record not in at:
            at[record] = len(records)
            records.append(record)
        values.append(at[record])
    shift, index1, index2 = best_two_stage(values, 2)
    out = ["/// What a character is and becomes.", "pub(crate) struct CaseRecord {", "    pub flags: u32,",
           "    pub lower: i32,", "    pub upper: i32,", "    pub title: i32,", "    pub fold: i32,",
           "    pub digit: u8,", "}", ""]
    out += [f"pub(crate) const {name}: u32 = 1 << {i};" for i, name in enumerate(FLAGS)]
    out += [f"pub(crate) const CASE_SHIFT: u32 = {shift};"]
    array(out, "CASE_INDEX1", index1)
    array(out, "CASE_INDEX2", index2)
    array(out, "CASE_RECORDS", records, "CaseRecord",
          lambda r: "CaseRecord { flags: %d, lower: %d, upper: %d, title: %d, fold: %d, digit: %d }" % r)
    array(out, "CASE_SPECIAL", special)
    write("case.rs", "Case mappings and the classes that the methods of str ask for.", out)


def property_tables():
    numerics = sorted({data.numeric(chr(cp), 0) for cp in range(MAX) for data in (ucd, old)})
    starts = {}  # second characters of canonical compositions
    pairs = []
    decompositions = []
    for cp in range(MAX):
        text = "" if 0xAC00 <= cp < 0xD7A4 else ucd.decomposition(chr(cp))  # Hangul follows from arithmetic
        if text:
            parts = text.split()
            tag = 0
            if parts[0].startswith("<"):
                tag = TAGS.index(parts.pop(0))
            parts = [int(part, 16) for part in parts]
            decompositions.append((cp, tag, parts))
            if tag == 0 and len(parts) == 2:
                a, b = map(chr, parts)
                if ucd.normalize("NFC", a + b) == chr(cp):
                    pairs.append((parts[0], parts[1], cp))
                    starts[parts[1]] = True
    for cp in [*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)]:
        starts[cp] = True

    def quick(cp):
        c = chr(cp)
        bits = 0
        for i, form in enumerate(("NFD", "NFKD", "NFC", "NFKC")):
            if ucd.normalize(form, c) != c:
                bits |= 1 << i
        if cp in starts:
            bits |= 1 << 4
        return bits

    def record(data, cp, qc):
        c = chr(cp)
        value = data.numeric(c, None)
        return (CATEGORIES.index(data.category(c)), BIDI.index(data.bidirectional(c)), data.combining(c),
                data.mirrored(c), EAW.index(data.east_asian_width(c)),
                255 if value is None else numerics.index(value), data.decimal(c, 255), qc)

    records, at, values = [], {}, []
    new_records = []
    for cp in range(MAX):
        r = record(ucd, cp, quick(cp))
        new_records.append(r)
        if r not in at:
            at[r] = len(records)
            records.append(r)
        values.append(at[r])
    # Version 3.2, which stringprep asks for: page values are 0 where nothing differs.
    old_values = []
    for cp in range(MAX):
        r = record(old, cp, new_records[cp][-1])
        if r == new_records[cp]:
            old_values.append(0)
            continue
        if r not in at:
            at[r] = len(records)
            records.append(r)
        old_values.append(at[r] + 1)
    assert len(numerics) < 255
    shift, index1, index2 = best_two_stage(values, 2)
    out = ["/// What unicodedata tells of a character.", "pub(crate) struct PropertyRecord {"]
    out += [f"    pub {name}: u8," for name in
            ("category", "bidirectional", "combining", "mirrored", "east_asian_width", "numeric", "decimal", "quick")]
    out += ["}", ""]
    array(out, "CATEGORIES", CATEGORIES, "&str", lambda s: f'"{s}"')
    array(out, "BIDIRECTIONAL", BIDI, "&str", lambda s: f'"{s}"')
    array(out, "EAST_ASIAN_WIDTHS", EAW, "&str", lambda s: f'"{s}"')
    array(out, "TAGS", TAGS, "&str", lambda s: f'"{s}"')
    array(out, "NUMERICS", numerics, "f64", lambda v: repr(float(v)))
    out += [f"pub(crate) const PROPERTY_SHIFT: u32 = {shift};"]
    array(out, "PROPERTY_INDEX1", index1)
    array(out, "PROPERTY_INDEX2", index2)
    shift, index1, index2 = best_two_stage(old_values, 2)
    out += [f"pub(crate) const OLD_SHIFT: u32 = {shift};"]
    array(out, "OLD_INDEX1", index1)
    array(out, "OLD_INDEX2", index2)
    names = "category bidirectional combining mirrored east_asian_width numeric decimal quick".split()
    array(out, "PROPERTY_RECORDS", records, "PropertyRecord",
          lambda r: "PropertyRecord { " + ", ".join(f"{n}: {v}" for n, v in zip(names, r)) + " }")
    write("properties.rs", "The properties that unicodedata shows.", out)

    out = []
    data, rows = [], []
    for cp, tag, parts in decompositions:
        rows.append((cp, len(data)))
        data.append(tag << 8 | len(parts))
        data.extend(parts)
    array(out, "DECOMPOSED", [cp for cp, _ in rows])
    array(out, "DECOMPOSED_AT", [offset for _, offset in rows])
    array(out, "DECOMPOSITIONS", data)
    pairs.sort()
    array(out, "PAIRS", [(a << 32 | b) for a, b, _ in pairs], "u64")
    array(out, "PAIRED", [c for _, _, c in pairs])
    corrections = []
    for cp, tag, parts in decompositions:
        if old.category(chr(cp)) != "Cn" and tag == 0:
            was = old.normalize("NFD", chr(cp))
            if was != ucd.normalize("NFD", chr(cp)):
                assert len(was) == 1
                corrections.append((cp, ord(was)))
    array(out, "OLD_DECOMPOSITIONS", corrections, "(u32, u32)")
    write("normal.rs", "Decompositions and compositions.", out)


def name_tables():
    """Aliases and named sequences: the interpreter keeps them under private code points, which only its capsule tells."""
    pointer = ctypes.pythonapi.PyCapsule_GetPointer
    pointer.restype, pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    table = ctypes.cast(pointer(ucd._ucnhash_CAPI, b"unicodedata._ucnhash_CAPI"), ctypes.POINTER(ctypes.c_void_p))
    get_name = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_int, ctypes.c_int)(table[0])
    buffer = ctypes.create_string_buffer(512)
    rows = []
    for cp in range(0xF0000, 0xF1000):
        if get_name(cp, buffer, 512, 1):
            name = buffer.value.decode()
            rows.append((name, ucd.lookup(name)))
    rows.sort()
    out = []
    array(out, "MORE_NAMES", rows, "(&str, &str)",
          lambda row: '("%s", "%s")' % (row[0], "".join("\\u{%x}" % ord(c) for c in row[1])))
    write("names.rs", "Aliases of characters and names of sequences.", out)


case_tables()
name_tables()
property_tables()
print(sys.version, ucd.unidata_version)
