for text in ("0", "42", "-17", "+5", " 12 ", "\n3\t", "1_000", "0_0", "٣٤", "0" * 50 + "1", "9" * 40, "-0", "１２"):
    print(repr(text), int(text))
for text, base in (("ff", 16), ("0xff", 16), ("0xFF", 0), ("0b101", 0), ("0o17", 0), ("101", 2), ("zz", 36), ("-0x1f", 0), ("0b1_0", 0), ("7", 8), ("0", 0), ("00", 0), ("ZZ", 36), ("0o_7", 8), ("1" * 70, 2), ("-" + "f" * 20, 16)):
    print(repr(text), base, int(text, base))
for args in (("",), ("  ",), ("1__0",), ("_1",), ("1_",), ("0x10",), ("1.5",), ("1e5",), ("--1",), ("+-1",), ("1 2",), ("०x",), ("2", 2), ("8", 8), ("010", 0), ("0x", 16), ("0xg", 16), ("z", 35), ("1", 1), ("1", 37), ("1", -1), (b"x",), ("\ud800",), ("1\x00",), ("x" * 300,), (None,), ([1],), (1, 10), (1.5, 10), ("5", "a"), ("5", 10.0), (float("nan"),), (float("inf"),), (object,), (1j,)):
    try:
        print(args, int(*args))
    except Exception as exc:
        print(str(args)[:60], type(exc).__name__, exc)
print(int(3.99), int(-3.99), int(1e20), int(True), int(b"12"), int(bytearray(b"7")), int(), int("12", base=5), int(2**0.5 * 1e18))
class I:
    def __int__(self): return 5
class X:
    def __index__(self): return 6
class T:
    def __trunc__(self): return 7
class Bad:
    def __int__(self): return "x"
print(int(I()), int(X()), int("11", X()))
for v in (T(), Bad(), object()):
    try:
        print(repr(int(v)))
    except TypeError as exc:
        print(exc)
print(0xFF, 0b1010, 0o17, 1_000_000, 0x_ff, 0B1, 0XaB, 00, 0_0, 123456789012345678901234567890)
print(hex(255), hex(-255), oct(8), bin(5), bin(-5), hex(2**100), oct(2**100), bin(0), str(-0), repr(10**20), f"{10**25:,}", f"{-255:#x}", "%x" % 2**70)
for code in ("0777", "0x", "0b2", "0o8", "1__0", "1_", "0b", "1abc", "0_7", "0xg", "0b1_", "1.e", "1e+", "1_.0", "0x1.5", "1jj", "5_a"):
    try:
        print(code, eval(code))
    except SyntaxError as exc:
        print(code, "->", exc.msg)
