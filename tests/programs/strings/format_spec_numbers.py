import itertools
vals = [0, 7, -42, 1234567, 10**20]
for spec in ("", "d", "5d", "<5d", "^9d", ">+9d", "=+9d", "08d", "+08d", ",d", "_d", "015,d", "x", "#x", "#010x", "X", "#X", "o", "#o", "b", "#b", "_b", "_x", "e", ".2e", "f", ".0f", "g", "%", "n", "d", "*^12", "-", " d", "#d", "z.2f"):
    print(spec.ljust(8), [format(v, spec) for v in vals])
fl = [0.0, -0.0, 1.0, 1.5, -2.675, 123456.789, 1e16, 1e-5, 1.23e-10, 1e100, float("inf"), float("-inf"), float("nan"), 0.1, 1 / 3, 5e-324, 1.7976931348623157e308]
for spec in ("", "f", ".0f", ".1f", ".3f", "e", ".0e", ".3e", "E", "g", ".3g", "G", "#.3g", "n", "%", ".1%", "+", " ", "10.2f", "<10.2f", "^10.2f", "010.2f", "+010.1f", ",.2f", "_.2f", "#.0f", "z.0f", "z.1f", ".15g", ".17g", ".20f", "*>+12.2e", "F", "z"):
    print(spec.ljust(9), [format(v, spec) for v in fl[:13]])
print([repr(v) for v in fl])
print([f"{v:.3}" for v in fl], [f"{v:10}" for v in fl[:4]], [f"{2.5:.{p}}" for p in range(1, 4)])
for v, spec in ((1, ".2d"), (1, "s"), (1.5, "d"), (1.5, "x"), (1.5, "s"), ("a", "f"), (1, "c,"), (1, "+c"), (1, "zd"), (1.5, "zq"), (1, "1.2"), (1.5, ",n"), (1, ",x"), (True, "q"), (1, "=="), (1.5, "_,f"), (1, "abc"), (1, "{"), ("x", "010"), ("x", "=10"), ("x", "z"), (1j, "%"), (1j, "05"), (1j, "="), (1, ".f"), (1.5, ",.2,f"), (1.5, ".3_f"), (1234.56789, ".6_f"), (1234567.891, ",.5,f")):
    try:
        print(repr(v), spec, repr(format(v, spec)))
    except ValueError as exc:
        print(repr(v), spec, exc)
print([format(c, s) for c in (1 + 2j, -1.5 - 0j, 1e20j) for s in ("", ".2f", "g", "+.1e", ">20", ",.1f")])
