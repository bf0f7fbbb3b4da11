# What str.__format__ makes of subclasses whose __str__ gives something else, and of interned texts in them.
import sys
class X(str):
    def __str__(self): return shown
for text in "", "a":
    for shown in X(""), X("b"), "", "c":
        x = X(text)
        print(*(type(y).__name__ + repr(str.__str__(y)) for y in (f"{x}", f"{x!s}", format(x), x.__format__(""), f"{x:s}", str(x))))
print(sys._is_interned("abc"), sys._is_interned(X("abc")))
for bad in None, b"abc":
    try: sys._is_interned(bad)
    except TypeError as e: print(e)
