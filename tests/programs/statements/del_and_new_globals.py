"""A global that was deleted is not mistaken for one that came after it."""
g = globals()
for i in range(3):
    if i == 1:
        g["late"] = {}
    name = 5
    assert name == 5
    del name
assert late == {}

import warnings

with warnings.catch_warnings(record=True):
    for i in range(3):
        try:
            if i == 1:
                g["later"] = []
            raise ValueError(i)
        except ValueError as exc:
            assert exc.args == (i,)
assert later == []
