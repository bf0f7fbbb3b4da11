"""Ints that are equal are one object, and so are floats of the same bits, but for NaNs.

Why: most numbers are words, not cells, so there is nothing that could be told apart; the others must not behave otherwise.
Instead: compare numbers with `==`, and never by `is` or `id()`.
"""
others = []
x, y = float("1.5"), float("1.5")
print("equal floats are identical:", x is y)
print("and have one id:", id(x) == id(float("1.5")))
print("large equal ints are identical:", int("1" * 50) is int("1" * 50))
print("and have one id:", id(int("1" * 50)) == id(int("1" * 50) + len(others)))
inf = float("inf")
print("a negated infinity is one object too:", -inf is -inf, id(-inf) == id(float("-inf")))
