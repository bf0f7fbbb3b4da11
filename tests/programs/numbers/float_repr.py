vals = [0.0, -0.0, 1.0, 0.1, 0.2, 0.1 + 0.2, 1 / 3, 2 / 3, 1e15, 1e16, 123456789012345680.0, 1e17, 1e22, 1e23, 9007199254740993.0, 1e-4, 1e-5, 0.00001234, 1.5e300, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, float("inf"), float("-inf"), float("nan"), 100.0, 1e100, 123.456, 4.35, 0.3, 2.675, 1e21, 12345678.9, 3.0e-10, 2**53 + 0.0, 2**0.5, -1.5e-7]
print([repr(v) for v in vals])
print([str(v) for v in vals[:10]], [v.hex() for v in vals[:8]], [float.fromhex(v.hex()) == v for v in vals[:22]])
print([v.as_integer_ratio() for v in (0.5, 0.1, -1.25, 0.0, 1e20)], [v.is_integer() for v in (1.0, 1.5, float("inf"), 1e300)])
for text in ("1", "1.5", ".5", "5.", "1e5", "1E-5", "+1.5", "-.5e1", " 1.0 ", "1_000.5", "inf", "-Infinity", "NaN", "+nan", "1e400", "-1e400", "1e-400", "٣.٥", "0", "00012.50", "1e00005", "123456789" * 5, "0." + "0" * 30 + "1", "2.2250738585072012e-308", "17976931348623158" + "0" * 292, "9007199254740993", "0.1" + "0" * 50 + "1"):
    print(text[:30], float(text))
for bad in ("", " ", ".", "e5", "1e", "1e+", "1__0", "_1", "1_", "1_.5", "1._5", "0x1", "1.5.2", "1 5", "in", "infin", "nan1", "--1", "1,5", "１．５x", "\x001", b"x", None, [], 1j, "1j"):
    try:
        print(repr(bad), float(bad))
    except Exception as exc:
        print(repr(bad), type(exc).__name__, exc)
for h in ("0x1p0", "0x1.8p1", "-0x1.fffffffffffffp1023", "1", "0x.8", "inf", "nan", "0x1p-1074", "0x1p-1075", "  0x1.0p4  ", "a.8p1"):
    print(h, float.fromhex(h))
for bad in ("", "0x", "0xg", "0x1p", "1p1.5", "0x1p1024", "x"):
    try:
        print(float.fromhex(bad))
    except Exception as exc:
        print(repr(bad), type(exc).__name__, exc)
print(1e3, 1E3, 1_0.0_1, .5, 5., 1e-3, 0e0, 1_000e1_0, 1e1000, 0.1e1, 00.5, 09.5, 3.14_15)
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1.005, 2), round(1234.5678, -2), round(0.5), round(1.5), round(1e300, 2), round(5.015, 2), round(-0.5), round(1e16 + 1.0), round(0.15, 1), round(2.5, 0), round(float("inf"), 1), round(1.0, 400), round(123.0, -400))
for f in (lambda: round(float("inf")), lambda: round(float("nan")), lambda: int(float("inf")), lambda: float("inf").as_integer_ratio(), lambda: float("nan").as_integer_ratio(), lambda: 1.0 // 0, lambda: 1.0 % 0, lambda: 0.0 ** -2, lambda: 1e308 ** 2, lambda: (-8.0) ** (1 / 3), lambda: 1e308 * 10, lambda: float("inf") - float("inf"), lambda: float("inf") * 0, lambda: 5.0 % float("inf"), lambda: -5.0 % float("inf")):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
