# The separators 0x1C to 0x1F are white space for str, not for numbers; but for decimals they are.
import decimal

for text in "3\x1c", "\x1f3", "\u0663\x1d", "3\x85", "\u20283", "\x0b3\x0c", "\x1c", " 3 \x1e":
    for function in int, float, complex, decimal.Decimal:
        try:
            print(ascii(text), function(text))
        except (ValueError, decimal.InvalidOperation) as e:
            print(ascii(text), type(e).__name__, ascii(str(e)))
