"""Widths and precisions of Decimal's formats beyond what its contexts, and machine words, have room for."""
import sys
from decimal import Decimal as D

LARGE = str(sys.maxsize)
LARGER = str(sys.maxsize + 1)
HUGE = "9" * 20
for value in D("1.5"), D("NaN"):
    for width in "", LARGE, HUGE:
        for precision in "", "." + LARGE, "." + LARGER, "." + HUGE:
            for kind in "", "F", "%", "n":
                for start, end in ("", ""), ("z", ""), ("", ","), ("*<#", ""):
                    spec = start + width + end + precision + kind
                    try:
                        result = format(value, spec)
                    except Exception as e:
                        result = f"{type(e).__name__}: {e}"
                    print(value, spec, result)

# The fast reader takes a null character for the end; what it can't read is read to its end.
for spec in "_\0", "z\0", "#\0", ",\0", ".2_\0", "_.3f\0", "n\0", "F\0x", ".2,f\0", "*<#\0":
    try:
        print(ascii(spec), format(D("12345.5"), spec))
    except ValueError as e:
        print(ascii(spec), e)
