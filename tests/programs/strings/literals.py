print("a" 'b' """c""" r"\n" "\n" == "abc\\n\n")
print(repr("\a\b\f\n\r\t\v\\\'\"\0\x41\101\7\u00e9\U0001f40d\N{GREEK SMALL LETTER ALPHA}"))
print(repr('it\'s'), repr("it's"), repr('say "hi"'), repr('both \' and "'), repr("\\"), repr("\x7f\x80\xa0\xad\u200b\u2028\ud800\ufffe"))
print(ascii("é\u1234\U0001f40d"), ascii("plain"))
print("""line1
line2\
joined
	tab""")
print(r"\d\"x", R'\'', r"""a\"""", len(r"\\"))
print(b"bytes\x00\xff\101\n", rb"\x00", Rb"r", bR'q', b"it's", b'"', b"\\")
print(u"unicode", "\
" == "", len("\\\n"), "\x41\u0041\U00000041\101")
s = ("implicit "
     f"{'joined'} "
     r"\raw")
print(s)
print("tab\there", 'nul\0nul'.encode(), "\1\12\123\1234".encode())
for code in (r'"\x4"', r'"\u123"', r'"\U00110000"', r'"\N{nope}"', r'"\N"', r'b"\x4"', "b'é'", r'"\U0001"', "'a' b'b'", "'''a", "'a\nb'", r"r'\'"):
    try:
        compile(code, "<s>", "eval")
        print(code, "ok")
    except SyntaxError as exc:
        print(code, "->", exc.msg)
import warnings
for code in (r'"\d"', r'"\400"', r'b"\q"', r'f"\w{1}"', r'"\ "', r"'\8'"):
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter("always")
        v = eval(code)
        print(code, repr(v), [(x.category.__name__, str(x.message)) for x in w])
print("a\\nb", '\'' == "'", "\"" == '"', "%", "{}", "\u2028".isprintable())
print(len("é"), len("e\u0301"), len("\U0001f1e9\U0001f1ea"), "\ud83d\ude00" == "\U0001f600", len("\ud83d\ude00"))
print("\N{LATIN SMALL LETTER E WITH ACUTE}\N{digit one}\N{BELL}" == "é1\U0001f514")
