# `a is b` and `id(a) == id(b)` say the same while both live, whatever the numbers are.
class MyFloat(float):
    pass


class MyInt(int):
    pass


pairs = [
    (float("inf"), float("inf")), (-float("inf"), float("-inf")), (float("nan"), float("nan")), (1e300, float("1e300")), (5e-324, float("5e-324")),
    (0.0, -0.0), (0.0, 0), (10**40, int("1" + "0" * 40)), (-(10**40), 10**40), (2**64, 2.0**64), (2**64 + 1, 2**64), (MyFloat(2.5), MyFloat(2.5)),
    (MyInt(10**40), MyInt(10**40)), (MyInt(3), MyInt(3)), (10**40, MyInt(10**40)), (2**63, float.fromhex("0x1p-1074")),
]
for a, b in pairs:
    assert (a is b) == (id(a) == id(b)), (a, b)
    assert id(a) == id(a) and id(a) > 0
assert len({id(x) for pair in pairs for x in pair if type(x) in (int, float)}) >= 12
