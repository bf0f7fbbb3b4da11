# Functions that convert one argument after the other: what is wrong with an early one comes before a later one's absence.
import decimal
import json.encoder


class Truth:
    def __init__(self, name):
        self.name = name

    def __bool__(self):
        print("  truth of", self.name)
        return True


def tell(function, *args, **kwargs):
    try:
        print(type(function(*args, **kwargs)).__name__)
    except Exception as e:
        print(type(e).__name__, e)


make = json.encoder.c_make_encoder
tell(make)
for arguments in (
    (None, None, None, None, 5),
    (None, None, None, None, ":", 5),
    (None, None, None, None, ":"),
    (5, None, None, None, ":", ",", Truth("keys")),
    (5, None, None, None, ":", ",", Truth("keys"), Truth("skip"), Truth("nan")),
    (None, None, None, None, ":", ",", 1, 2, 3, 4),
    (None, None, None, None, ":", ",", 1, 2, 3),
):
    tell(make, *arguments)
    tell(make, *arguments[:-1], allow_nan=1)
tell(make, 1, 2, 3, 4, "", "", 0, 0, allow_nam=1)
tell(make, 1, 2, 3, 4, "", "", 0, 0, markers=1)
for n in range(4):
    tell(decimal.Decimal("1.5").__round__, *[1] * n)
