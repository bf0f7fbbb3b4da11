"""`raise a from b` where one or the other is no exception: the exception is made first, then the cause."""


class Other(Exception):
    def __new__(cls):
        return 3


class Failing(Exception):
    def __init__(self):
        print("made")
        raise KeyError("init")


def attempt(exc, cause):
    try:
        raise exc from cause
    except BaseException as e:
        print(repr(e), repr(e.__cause__), e.__suppress_context__, repr(e.__context__))


for exc in (3, ValueError, ValueError("v"), Other, Failing, int, None):
    for cause in (4, KeyError, KeyError("k"), None, Other, Failing):
        attempt(exc, cause)
try:
    try:
        raise ValueError("first")
    except ValueError:
        raise TypeError("second") from Other
except TypeError as e:
    print(repr(e), repr(e.__cause__), repr(e.__context__))
