"""The format mini-language: what each type refuses, with CPython's words, and its odder acceptances."""


def attempt(value, spec):
    try:
        print(f"{spec!r:>12} {format(value, spec)!a}")
    except Exception as error:
        print(f"{spec!r:>12} {type(error).__name__} {error}")


for value, specs in (
    ("text", ["d", "=10", "+", " ", "#", ",", "_", "010", "^010", ".2", "x<6.3s", "z", "\u20ac>7", "<<6", "{<6", "1.", ".", "99999999999999999999", "5s5"]),
    (1234567, [",d", "_d", "_x", ",x", "_b", ",b", "#_o", ",_", "_,", ",,", "c", "+c", ",c", ".2d", "s", "n", "e", "%", ".1%", "z", "zd", "#,d", "010,d",
               "x=+12", "=+12,", "<012", "08.1f", "#X", "k", "\u20ac", "0", "-,"]),
    (65, ["c", "5c|", "5c", "^5c", "#c", "0>4c", " c"]),
    (-1, ["c", "x", "#010x", "=5", "b", " b"]),
    (0x110000, ["c"]),
    (1234.5678, ["d", "x", "s", "c", "b", ",", "_", "_.2f", ",.3_f", ".3,f", ".6_f", "n", ".0f", "#.0f", "g", "#g", ".3g", "e", ".1E", "%", "012", "=+12.1f", "z.1f", ".99999999999",
                 "_,", "020,.2f", ".2", ".10", "G", "z"]),
    (-0.04, ["z.1f", ".1f", "z", "+z.1f", " z.1g", "z%", "z.0%"]),
    (True, ["", "d", "5", "s", "x", "c", ".1f", "<6"]),
    (None, ["", "s", "5"]),
    (object, ["", ">20"]),
    (float("inf"), ["05", "f", "F", "010F", ",", "d", "%", "=+8"]),
    (float("nan"), ["+", "z", "08", "e", "E"]),
):
    print(repr(value))
    for spec in specs:
        attempt(value, spec)
