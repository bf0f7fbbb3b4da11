"""unicodedata: names and lookups, categories, numbers, widths, normal forms and refusals."""
import unicodedata as u


def attempt(action):
    try:
        print(ascii(action()))
    except Exception as error:
        print(type(error).__name__, error)


for c in "A\u00e9\u0660\u00bd\u4e00\uac00\u200d\U0001f600\ud800\ue000\u0301\u05d0\uff21\u2167\xad\n\u0378":
    print(ascii(c), u.name(c, "-"), u.category(c), u.bidirectional(c), u.combining(c), u.east_asian_width(c), u.mirrored(c), u.decimal(c, None), u.digit(c, None), u.numeric(c, None), ascii(u.decomposition(c)))
for name in ("LATIN SMALL LETTER A", "greek small letter alpha", "HANGUL SYLLABLE GAG", "CJK UNIFIED IDEOGRAPH-4E01", "NO SUCH", "LINE FEED", "LATIN SMALL LETTER R WITH TILDE", "GRINNING FACE", ""):
    attempt(lambda: u.lookup(name))
for text in ("\u00e9", "e\u0301", "\ufb01\u00b2", "\uac01", "\u1100\u1161\u11a8", "\u0344", "a\u0323\u0307", "a\u0307\u0323", "\u2126"):
    print(ascii(text), *(ascii(u.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")), *(u.is_normalized(form, text) for form in ("NFC", "NFKD")))
for action in (lambda: u.name("\n"), lambda: u.name("ab"), lambda: u.name(5), lambda: u.decimal("x"), lambda: u.digit("\u00bd"), lambda: u.numeric("x"), lambda: u.normalize("NFX", "a"), lambda: u.normalize("NFC", 5), lambda: u.category(""), lambda: u.lookup(5),
               lambda: u.ucd_3_2_0.unidata_version, lambda: u.ucd_3_2_0.category("\u0221")):
    attempt(action)
