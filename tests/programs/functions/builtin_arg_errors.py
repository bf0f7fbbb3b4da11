n5, none, lst, tup, text = 5, None, [1], (1,), "a"
calls = """
len()
len(1, 2)
len(5)
abs("x")
ord("ab")
ord(1)
chr(-1)
chr("a")
chr(1114112)
int("x")
int("12", 99)
int(1, 2)
int([])
int("z", 5)
float("abc")
float([])
complex("1+")
complex("1", 2)
str(b"x", 5)
bytes("x")
bytes(-1)
bytes([256])
bytes(1.5)
bytearray("x")
list(5)
tuple(1, 2)
dict([1])
dict([(1, 2, 3)])
dict(5)
set(5)
frozenset(1, 2)
range()
range(1.0)
range(1, 2, 0)
range(1, 2, 3, 4)
slice()
isinstance(1, 2)
isinstance(1)
issubclass(1, int)
issubclass(int, "x")
hasattr(1, 2)
getattr(1, "zz")
setattr(1, "a", 2)
delattr(1, "a")
iter(5)
iter(1, 2)
next(5)
next(iter([]))
max()
max(5)
max([])
max(1, "a")
min([], key=1, nope=2)
sum("ab")
sum(["a"], "")
sum([[1]], 2)
sorted(5)
sorted([1, "a"])
sorted([1], [2])
reversed(5)
reversed({1})
enumerate()
enumerate([1], "a")
zip(1)
zip([1], [1, 2], strict=2, x=1)
map()
map(1)
filter(1)
round("x")
round(1.5, "x")
pow(1)
pow(2, -1, 0)
pow("a", 2)
divmod(1)
divmod(1, 0)
hex(1.5)
bin("1")
oct(None)
hash([])
hash({})
id()
callable()
repr()
ascii(1, 2)
format(1, 2)
format("x", "d")
vars(1)
dir(1, 2)
type()
type(1, 2)
type(1, 2, 3)
object(1)
super().x
open()
compile("x")
eval(1)
exec(1)
globals(1)
input(1, 2)
print(sep=1)
property(1, 2, 3, 4, 5)
memoryview("x")
memoryview()
any(1)
all(1)
__import__(1)
bool(1, 2)
"x".join([1])
"x".join(5)
"x".split("")
"x".replace("a")
"x".index("y")
"x" + 1
"x" * "y"
1 + "x"
[] + ()
[1].index(2)
[].pop()
[1].pop("x")
[1].insert("a", 1)
{}.popitem()
{}["x"]
().index(1)
set().pop()
{1}.remove(2)
"%d" % "x"
"%s %s" % 1
"{} {}".format(1)
"{a}".format()
""[0]
[][0]
()[0]
b""[0]
lst["a"]
tup["a"]
text["b"]
range(3)[5]
n5[0]
none[0]
none.x
n5()
text()
-"x"
~1.5
+[]
not_defined
1 < "a"
[] < {}
1j < 2j
1 @ 2
1 << -1
1 // 0
1 % 0
1.0 % 0
1.0 / 0
0.0 ** -1
2 ** -1.0 ** 0.5
"a" in 5
5 in "abc"
1 in "a"
None in 5
""".strip().split("\n")
for call in calls:
    try:
        print(call, "->", eval(call))
    except Exception as exc:
        print(call, "->", type(exc).__name__ + ":", exc)
