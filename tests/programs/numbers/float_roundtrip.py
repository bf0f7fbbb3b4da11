import random, struct
rng = random.Random(7)
for _ in range(3000):
    bits = rng.getrandbits(64)
    x = struct.unpack("<d", struct.pack("<Q", bits))[0]
    if x != x or x in (float("inf"), float("-inf")):
        continue
    text = repr(x)
    assert float(text) == x, text
    assert float.fromhex(x.hex()) == x
    assert len(text.lstrip("-").split("e")[0].replace(".", "")) <= 17 + 4 or abs(x) < 1e16
    assert float("%.17g" % x) == x and float(format(x, ".17e")) == x
    n, d = x.as_integer_ratio()
    assert n / d == x
    if abs(x) < 1e15:
        assert int(x) == n // d if n >= 0 else int(x) == -(-n // d)
for e in range(-320, 309, 7):
    for m in ("1", "9.999999999999999", "1.7976931348623157", "4.9", "2.2250738585072014"):
        x = float(f"{m}e{e}")
        assert float(repr(x)) == x and eval(repr(x)) == x if x != float("inf") else True
assert [round(x * 0.5) for x in range(-7, 8)] == [-4, -3, -2, -2, -2, -1, 0, 0, 0, 1, 2, 2, 2, 3, 4]
assert round(0.285, 2) == 0.28 and round(1.005, 2) == 1.0 and round(2.675, 2) == 2.67 and round(1e22, 2) == 1e22
