# gamma and lgamma give CPython's digits.
import math
for i in range(-400, 900):
    x = i / 3.73
    for f in (math.gamma, math.lgamma):
        try:
            print(f(x))
        except (ValueError, OverflowError) as exc:
            print(exc)
for x in (170.5, 171.6, 171.7, -170.5, -180.3, -190.5, -200.5, 1e-300, 5e-324, 1e-21, -1e-22, 1e305, 2.5e305, 1e308, 23.0, 24.0, -0.0, 140.1, 139.9):
    for f in (math.gamma, math.lgamma):
        try:
            print(f(x))
        except (ValueError, OverflowError) as exc:
            print(exc)
