# Further arguments, defaults behind them, class methods and checks of classes: in all the ways that calls take.
import math, re, struct
print(math.gcd(), math.gcd(12), math.gcd(12, 18), math.gcd(12, 18, 4), math.gcd(*range(0, 400, 20)), math.lcm(2,3,4), math.hypot(3,4), math.hypot(), math.hypot(1,2,2))
print(min(3,1,2), max(3,1,2), min([3,1]), max(1,2,key=lambda x:-x), min([], default=4), max(*range(300)))
for f in (lambda: min(), lambda: min(1,2,default=3), lambda: min(1), lambda: max(1,2,foo=1), lambda: sorted(), lambda: sorted(1,2), lambda: math.gcd(1.0), lambda: math.gcd(x=1), lambda: "".format(), lambda: "{}{x}".format(1), lambda: {1}.union(2), lambda: {1}.union(x=2), lambda: struct.pack(), lambda: struct.pack("h"), lambda: struct.pack("h", 1, 2), lambda: set.union(), lambda: set.union(1), lambda: re.match("a","a").group(2), lambda: int.from_bytes(), lambda: int.from_bytes(1,2,3,4), lambda: int.from_bytes(b"a", "big", True), lambda: int.from_bytes(b"a", signed=1, x=2), lambda: print(1, sep=3), lambda: isinstance(1, 2)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print("{} {} {a}".format(1, 2, a=3), "{1}{0}".format(*"ab"), str.format("{}", 4), "{}".format(*range(40)))
print({1}.union([2],[3]), {1,2,3}.intersection({2,3},[3]), frozenset({1,2}).difference([1]), set.union({1}, [5]))
s={1,2,3}; s.update([4],[5]); s.difference_update([1],[2]); print(s)
u={1}.union; print(u([9]), u(), u([1],[2],[3],[4],[5],[6],[7],[8],[9],[10],[11],[12],[13]))
g=math.gcd; print(g(4,6), g(*[6]*20))
print(struct.pack(">hhl", 1,2,3), struct.Struct("<2h").pack(5,6))
m=re.match(r"(a)(b)?(c)?", "acx"); print(m.group(), m.group(1), m.group(1,2,3), m.groups(), m.groups("z"), m.span(3), m[0], m.groupdict(), m.group(*[1,2,3]*10))
m=re.match(r"(ä)(b)?(c)?", "äc"); print(m.group(), m.group(1,3), m.span(3))
m=re.match(rb"(a)(b)?", bytearray(b"ac")); print(m.group(), m.group(1,2), m.groups())
m=re.match(r"(a*)", "aaa"); t="aaa"; m=re.match("(.*)",t); print(m.group() is t, m.groups()[0] is t)
print(int.from_bytes(b"ab"), int.from_bytes(b"ab", "little"), int.from_bytes(b"\xff", signed=True), int.from_bytes([1,2]), int.from_bytes(bytes=b"a"))
class I(int): pass
print(I.from_bytes(b"\1"), type(I.from_bytes(b"\1")), dict.fromkeys("ab"), dict.fromkeys("ab", 1), bytes.fromhex("aa"), bytes.maketrans(b"a", b"b")[97:98])
print(int.__dict__["from_bytes"].__get__(None, int)(b"a"))
print(print(1,2,sep="-"), print(*range(20)), print(), print(1, end="\n\n"))
def f(a, b=2, c=3): return a,b,c
print(f(1), f(1,4), f(1,4,5))
class C:
    def __init__(self, a, b=2, c=3): self.x=(a,b,c)
    def m(self, a=1, b=2): return a,b
    __call__=m
    @classmethod
    def k(cls, a=5): return a
    @staticmethod
    def s(a=6, b=7): return a,b
print(C(1).x, C(1,5).x, C(1,5,6).x, C(1).m(), C(1).m(8), C(1)(9), C.k(), C.s(), C.s(1), C(1).k(), C.m(1))
bm=C(1).m; print(bm(), bm(3), bm(3,4))
f.__defaults__=(7,8,9,10); print(f(), f(1))
f.__defaults__=None
for g in (lambda: f(1), lambda: C(), lambda: C(1,2,3,4), lambda: bm(1,2,3), lambda: C.s(1,2,3)):
    try: print(g())
    except TypeError as e: print(e)
def gen(a, b=3): yield a; yield b
print(list(gen(1)), [*gen(1, 2)])
import enum, abc
class E(enum.IntFlag): A=1; B=2
print(isinstance(3, E), isinstance(E.A, E), issubclass(bool, E))
class M(type):
    def __instancecheck__(cls, o): return o == 5
    def __subclasscheck__(cls, o): return o is int
class N(metaclass=M): pass
class Ab(abc.ABC): pass
Ab.register(str)
print(isinstance(5, N), isinstance(6, N), issubclass(int, N), issubclass(str, N), isinstance("a", Ab), isinstance(1, Ab), issubclass(str, Ab))
