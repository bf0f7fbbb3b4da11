s = "aé日😀z"
print(len(s), [s[i] for i in range(len(s))], [s[-i] for i in range(1, 6)])
for sl in (slice(1, 3), slice(None, None, -1), slice(-2, None), slice(0, 100, 2), slice(3, 1, -1), slice(None, -1), slice(5, 2)):
    print(sl, repr(s[sl]))
print(s.find("😀"), s.index("z"), s.encode().hex(), s.encode("utf-16-be").hex(), s.encode("utf-32-le").hex())
print(ord("😀"), chr(0x1f600), "\ud83d" + "\ude00" == "😀", len("\ud83d" + "\ude00"))
big = s * 1000
print(len(big), big[2502], big[-3], big.count("日"), big[1000:1005], big.rfind("a"), hash(big) == hash(s * 1000))
print("e\u0301" == "é", "ﬃ".casefold(), "ẞ".casefold(), "Straße".casefold() == "STRASSE".casefold(), "ſ".upper(), "ŉ".title())
print(repr("\u0378\ue000\U000e0001\ufeff\u00ad\u0300"), "\u0300".isprintable())
try:
    "\ud800".encode()
except UnicodeEncodeError as exc:
    print(exc, exc.start, exc.end, exc.reason)
print("\ud800x".encode("utf-8", "replace"), "\ud800x".encode("utf-8", "ignore"), "\ud800x".encode("utf-8", "backslashreplace"), "éx".encode("ascii", "xmlcharrefreplace"), "é".encode("ascii", "namereplace"))
print(b"\xffab".decode("utf-8", "replace"), b"\xffab".decode("utf-8", "ignore"), b"\xffab".decode("utf-8", "backslashreplace"), ascii(b"\xffab".decode("utf-8", "surrogateescape")))
for bad in (b"\xff", b"a\xc3", b"\xe2\x82", b"\xed\xa0\x80", b"\xc0\x80", b"\xf8\x88\x80\x80\x80", b"\xe2(\xa1", b"ab\x80cd", b"\xf4\x90\x80\x80"):
    try:
        bad.decode()
    except UnicodeDecodeError as exc:
        print(exc)
print("".join(chr(c) for c in (0x41, 0xe9, 0x4e2d, 0x1f40d)), max("az日"), sorted("日é😀a"))
t = "x" * 10 + "é"
print(t[9:11], t[10], t[-1], t.replace("é", "😀"), t.replace("x", "é", 2), t.upper(), t.center(15, "日"))
print("日本".ljust(4, "😀"), "日本".zfill(4), "é" * 3, "é" in "café", "caf" in "café", "😀".isidentifier(), "日本".isidentifier())
i = 0
for ch in "añb😀c":
    i = i * 31 + ord(ch)
print(i)
