"""Floats in the versions of marshal that write them as text: with 17 digits."""
import marshal

for value in (0.1, 3.141592653589793, -0.0, 1e300, 5e-324, float("inf"), float("nan"), 1.5 - 0.1j):
    for version in (0, 1, 2):
        data = marshal.dumps(value, version)
        print(value, version, bytes([data[0] & 127]) + data[1:], marshal.loads(data))
