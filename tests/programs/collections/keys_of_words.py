# Keys that lie in the word, and what is equal to them or only has their hash.
class Equal:
    def __init__(self, value): self.value = value
    def __hash__(self): return hash(self.value)
    def __eq__(self, other): print("asked", other); return other == self.value


for n in (4, 40):
    d = {k: str(k) for k in range(n)}
    print(d[1.0], d[True], d[Equal(2)], d.get(-1), d.get(-2), d.get(2**61 - 1), d.get(2**61))
    d[-1] = "m1"
    d[-2] = "m2"
    print(d[-1], d[-2], d.get(-2.0), len(d), Equal(-1) in d)
    d[Equal(100)] = "hundred"
    print(d[100], d.get(101))
    del d[1]
    print(1 in d, True in d, d.setdefault(1, "again"), d.pop(1.0), d.get(1))
    s = {*range(n), -1, -2, 2.5, "a"}
    print(1.0 in s, Equal(3) in s, -1 in s, -2.0 in s, 7.5 in s, "a" in s, "b" in s)
    s.discard(True)
    print(1 in s, len(s), len(s | set(range(n * 2))), len(s ^ set(range(n * 2))))
    t = {(k, str(k)): k for k in range(n)}
    key = (3, "3")
    print(t[key], t[3, "3"], t[3.0, "3"], t.get((3, "x")), (Equal(3), "3") in t)
words = {f"w{k}": k for k in range(50)}
print([words[f"w{k}"] for k in range(0, 50, 7)], "w50" in words, f"w{3}" in words, words.get("w" * 2))
for r in (range(10), range(2, 40, 3), range(40, 2, -3), range(0), range(2**70), range(5, -(2**65), -7), range(-5, 5)):
    print(r, [v in r for v in (0, 1, 2, 5, 9, 10, 38, 40, -2, -5, 5.0, 5.5, True, 2**69, -(2**64), "x", None) if type(v) in (int, bool) or abs(r.stop) < 99])
    for v in (5, 8, -2, 2**69):
        try:
            print(r.index(v), r.count(v), end=" ")
        except ValueError as error:
            print(error, end=" ")
    print()
from collections import namedtuple

Point = namedtuple("Point", "x y z")


class Twisted(Point):
    def __iter__(self): return iter("abc")


x, y, z = Point(1, 2, 3)
a, *b = Point(1, 2, 3)
c, d, e = Twisted(1, 2, 3)
f, *g = Twisted(1, 2, 3)
print(x, y, z, a, b, c, d, e, f, g)
for make in (lambda: Point(1, 2, 3), lambda: Twisted(1, 2, 3)):
    for n in (2, 4):
        try:
            if n == 2:
                p, q = make()
            else:
                p, q, r, s = make()
        except ValueError as error:
            print(error)
text, container = "the quick brown fox", {"the", "fox", 3, (1, 2)}
print("quick" in text, "q" in text, "" in text, "quack" in text, "fox" in container, 3 in container, 3.0 in container, (1, 2) in container, "dog" not in container)
for make in (lambda: 3 in text, lambda: [] in container, lambda: b"q" in text, lambda: "a" in 5):
    try:
        print(make())
    except TypeError as error:
        print(error)
print(min(2.5, 1.5, -0.0, 0.0), max(1, True, 1.0), max("b", "a", key=ord), min([2, 1.5, 1]), max([float("nan"), 1.0]), max([1.0, float("nan")]))
