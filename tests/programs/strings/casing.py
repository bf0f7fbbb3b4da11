"""Case mappings beyond ASCII: one to many, final sigma, titles, casefold, and the is... questions."""
samples = ["stra\u00dfe", "\u0130stanbul", "\u1f88\u03b1", "\ufb01ne", "\u01c6\u01c5\u01c4", "\u03a3\u03a3 \u03a3a\u03a3", "a\u03a3\u0301 b", "\u0149x", "\u10d0\u10d1", "\u13a0\uab70",
           "they're bill's", "x2y \u2170", "\u1e9e", "\U00010400\U00010428", "\u00b5\u017f", "o'\u0301k"]
for text in samples:
    results = [text.upper(), text.lower(), text.title(), text.capitalize(), text.swapcase(), text.casefold()]
    print(ascii(text), *map(ascii, results))
    print("   ", text.isupper(), text.islower(), text.istitle(), text.isidentifier(), text.isalpha())
for text in ("\u00b2", "\u0663", "\u2167", "\u4e00", "\u00bd", "1\u0301", "\u00aa", "\u02b0", "\u200d", "\u3000", "\x1c", "\x85", "\u200b", "\u180e", "\xad", "_\u00b7", "\u2118", "\u1885"):
    print(ascii(text), text.isdigit(), text.isdecimal(), text.isnumeric(), text.isalnum(), text.isspace(), text.isprintable(),
          text.isidentifier(), text.islower())
print("".isupper(), "".islower(), "".istitle(), "".isalpha(), "".isprintable(), "".isascii(), "".isidentifier())
print("Abc Def".istitle(), "ABc".istitle(), "A1b".istitle(), "A1B".istitle(), "1".istitle(), "\u01c5a".istitle())
print(ascii("\u1e9e".lower()), "\u00df".casefold() == "SS".casefold(), "\u03c2".casefold() == "\u03c3")
