"""str.maketrans and translate: every kind of table, what a table may answer, and its refusals."""


def attempt(action):
    try:
        print(ascii(action()))
    except Exception as error:
        print(type(error).__name__, error)


attempt(lambda: str.maketrans("abc", "xyz"))
attempt(lambda: str.maketrans("abc", "xyz", "c!"))
attempt(lambda: str.maketrans({"a": "alpha", 98: None, "c": 100}))
attempt(lambda: str.maketrans("ab", "x"))
attempt(lambda: str.maketrans({"ab": 1}))
attempt(lambda: str.maketrans({1.5: 1}))
attempt(lambda: str.maketrans([1]))
attempt(lambda: str.maketrans("a", 1))
attempt(lambda: str.maketrans("a", "b", 3))
attempt(lambda: "abcabc".translate(str.maketrans("abc", "\u20ac\U0001f600z", "b")))
attempt(lambda: "abc".translate({97: "long text", 98: None, 99: 0x1F600}))
attempt(lambda: "abc".translate({97: -1}))
attempt(lambda: "abc".translate({97: 0x110000}))
attempt(lambda: "abc".translate({97: 1.5}))
attempt(lambda: "abc".translate(["x"] * 98))
attempt(lambda: "abc".translate(5))
attempt(lambda: "".translate(5))


class Shift:
    def __getitem__(self, code):
        if code == 32:
            raise LookupError(code)
        if code == 33:
            raise ValueError("no " + chr(code))
        return code + 1


attempt(lambda: "hal eci".translate(Shift()))
attempt(lambda: "wait!".translate(Shift()))
attempt(lambda: bytes.maketrans(b"abc", b"xyz")[95:101])
attempt(lambda: b"aabbcc".translate(bytes.maketrans(b"a", b"z"), b"b"))
attempt(lambda: b"aabbcc".translate(None, b"ab"))
attempt(lambda: b"aabbcc".translate(None, delete=b"c"))
attempt(lambda: b"abc".translate(b"short"))
attempt(lambda: bytes.maketrans(b"a", b"bc"))
attempt(lambda: bytearray(b"abc").translate(bytearray(range(255, -1, -1))))
