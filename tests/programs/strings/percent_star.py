"""% formatting: widths and precisions that are arguments, at their limits."""
big = 2 ** 63
for text in ("%*d", "%.*d", "%*s"):
    for amount in (-big - 1, -big, big, 2 ** 64, True, 1.0, "a", None, 2 ** 31, -2 ** 31, -2 ** 31 - 1):
        if isinstance(amount, int) and abs(amount) in (2 ** 31, 2 ** 31 + 1) and "." not in text:
            continue
        for form in (text, text.encode(), bytearray(text.encode())):
            try:
                result = form % (amount, 1)
            except (TypeError, ValueError, OverflowError) as error:
                result = type(error).__name__, str(error)
            print(text, amount, type(form).__name__, result)
