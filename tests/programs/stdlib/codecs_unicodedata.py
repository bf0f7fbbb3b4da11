import codecs, unicodedata as u
for enc in ("utf-8", "utf-16", "utf-16-le", "utf-32-be", "latin-1", "ascii", "cp1252", "utf-8-sig", "utf-7", "cp437", "iso8859-15", "koi8-r", "shift_jis", "gb18030", "big5", "euc-kr", "mac-roman", "idna", "punycode", "raw_unicode_escape", "unicode_escape"):
    for s in ("abc", "é€", "日本"):
        try:
            b = s.encode(enc); print(enc, s, b, b.decode(enc) == s, end="; ")
        except UnicodeError as exc: print(enc, s, type(exc).__name__, str(exc)[:60], end="; ")
    print()
print(codecs.encode("hello", "rot13"), codecs.encode(b"hi", "hex"), codecs.decode(b"6869", "hex"), codecs.encode(b"hi", "base64"), codecs.decode(r"\n\x41\u00e9", "unicode_escape"), codecs.lookup("UTF8").name, codecs.lookup("latin1").name, codecs.getencoder("utf-8")("é"), codecs.BOM_UTF8, codecs.escape_decode(rb"\n\x41"), codecs.ascii_encode("a"))
d = codecs.getincrementaldecoder("utf-8")(); print([d.decode(bytes([b])) for b in "é€😀".encode()], d.getstate(), d.decode(b"", True)); e = codecs.getincrementalencoder("utf-16")(); print(e.encode("a"), e.encode("b"))
import io; w = codecs.getwriter("utf-8")(io.BytesIO()); w.write("é"); print(w.getvalue()); r = codecs.getreader("latin-1")(io.BytesIO(b"\xe9\n")); print(r.read()); print(list(codecs.iterdecode([b"\xc3", b"\xa9"], "utf-8")))
codecs.register_error("mine", lambda e: ("<" + ascii(e.object[e.start:e.end]) + ">", e.end)); print("aéb".encode("ascii", "mine"), b"a\xffb".decode("utf-8", "mine")); codecs.register(lambda n: codecs.CodecInfo(lambda s, e="strict": (s.upper().encode(), len(s)), lambda b, e="strict": (bytes(b).decode().lower(), len(b)), name="upper") if n == "upper_codec" else None); print("abc".encode("upper_codec"), b"ABC".decode("upper-codec"))
for f in (lambda: codecs.lookup("nope"), lambda: "a".encode("hex"), lambda: b"a".decode("rot13"), lambda: codecs.decode(b"zz", "hex"), lambda: "é".encode("ascii", "nope"), lambda: codecs.lookup_error("zz"), lambda: codecs.encode(5, "utf-8"), lambda: b"\xff\xfe\x00".decode("utf-16"), lambda: b"abc".decode("utf-32"), lambda: codecs.register_error("x", 5), lambda: b"\\x4".decode("unicode_escape"), lambda: "x".encode("utf-8\0"), lambda: b"+AG".decode("utf-7")):
    try: print(f())
    except Exception as exc: print(type(exc).__name__, exc)
for c in "aÉ½٣Ⅷ中\u0301 \n€ǅ😀":
    print(ascii(c), u.name(c, "-"), u.category(c), u.bidirectional(c), u.combining(c), u.decimal(c, None), u.digit(c, None), u.numeric(c, None), u.mirrored(c), u.east_asian_width(c), repr(u.decomposition(c)))
print([ascii(u.normalize(f, "é①ﬁÅ")) for f in ("NFC", "NFD", "NFKC", "NFKD")], u.lookup("SNOWMAN"), u.is_normalized("NFC", "e\u0301"), u.unidata_version, u.normalize("NFC", "e\u0301") == "é", u.normalize("NFD", "각") == "각", u.name("각"), u.lookup("GREEK SMALL LETTER ALPHA"), u.ucd_3_2_0.unidata_version)
for f in (lambda: u.name("\n"), lambda: u.lookup("NO SUCH"), lambda: u.decimal("x"), lambda: u.normalize("X", "a"), lambda: u.category("ab"), lambda: u.category(5)):
    try: print(f())
    except Exception as exc: print(type(exc).__name__, exc)
