for args in (("a,b;c", ","), ("aXXbXXc", "XX"), ("XXaXX", "XX"), ("aaa", "a"), ("abc", "abcd"), ("  lead", None), ("a  b", None, 1), ("a  b  ", None, 1), ("a b c d", " ", 2), ("a,b,c", ",", -1)):
    print(args, args[0].split(*args[1:]), args[0].rsplit(*args[1:]))
print("1 2 3".split(maxsplit=1), "1 2 3".split(sep=" ", maxsplit=1), "a-b-c".rsplit(sep="-", maxsplit=1))
print(b"a,b".split(b","), b" a b ".split(), bytearray(b"a b").split(), b"a\nb\r\n".splitlines(), b"\x85".splitlines(), b"a\x0bb".splitlines())
class S(str):
    def __str__(self): return "other"
print(",".join([S("a"), S("b")]), type("".join([S("a")])).__name__, type(S("a b").split()[0]).__name__, type(S("x").strip()).__name__, type(S("x")[:]).__name__)
for bad in ([1], ["a", b"b"], None, 5, [None], "ab", {"a": 1}, (x for x in ("p", 3))):
    try:
        print("-".join(bad))
    except TypeError as exc:
        print(exc)
try:
    b"-".join(["a"])
except TypeError as exc:
    print(exc)
print(b"".join([b"a", bytearray(b"b"), memoryview(b"c")]))
text = "the quick brown fox"
print(" ".join(w.capitalize() for w in text.split()), " ".join(reversed(text.split())), "".join(sorted(text)).strip())
print(repr("\n".join(["", ""])), repr(" ".join(" a ".split(" "))), "a b".split(" ", 0), "".rsplit("x"), "  ".split(" "))
big = ",".join(str(i) for i in range(1000))
print(len(big), len(big.split(",")), big.split(",", 3)[:3], big.rsplit(",", 2)[1:])
s = ""
for i in range(1000):
    s += chr(97 + i % 26)
print(len(s), s[:30], s.count("z"))
print("é,ü".split(","), "日本語".split("本"), "a\u00a0b".split(), "😀x😀".split("x"), "αβγ".partition("β"))
