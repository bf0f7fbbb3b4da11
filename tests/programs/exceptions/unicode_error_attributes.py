# The text of a UnicodeError follows its attributes, whatever they are.
for n in (0, 1, 3):
    for start in (-1, 0, 1, 2, 10):
        for end in (-1, 0, 1, 2, 3, 4, 11):
            for e in (
                UnicodeEncodeError("utf-8", "a" * n, start, end, "r"), UnicodeDecodeError("utf-8", b"a" * n, start, end, "r"),
                UnicodeTranslateError("a" * n, start, end, "r"),
            ):
                print(n, start, end, e, e.start, e.end)


def show(f):
    try:
        print(f())
    except TypeError as e:
        print("TypeError:", e)


class Evil(str):
    def __str__(self):
        del exc.object
        return self


exc = UnicodeEncodeError(Evil("utf-8"), "x", 0, 1, "r")
show(lambda: str(exc))
show(lambda: str(exc))
exc = UnicodeDecodeError("utf-8", b"x", 0, 1, Evil("r"))
show(lambda: str(exc))
show(lambda: (str(exc), exc.object, exc.start))
exc = UnicodeDecodeError("utf-8", b"x", 0, 1, "r")
exc.object = "abc"
show(lambda: str(exc))
exc = UnicodeTranslateError("x", 0, 1, "r")
exc.object = b"abc"
show(lambda: str(exc))
exc = UnicodeDecodeError("utf-8", b"x", 0, 1, "r")
del exc.encoding
del exc.reason
show(lambda: (str(exc), exc.encoding, exc.reason))
exc = ImportError("m")
del exc.msg
print(exc.msg, repr(exc), exc)
