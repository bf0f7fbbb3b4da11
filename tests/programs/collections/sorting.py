import functools, random
data = [("bob", 3), ("alice", 3), ("carol", 1), ("dave", 2)]
print(sorted(data), sorted(data, key=lambda t: t[1]), sorted(data, key=lambda t: (-t[1], t[0])), sorted(data, key=lambda t: t[1], reverse=True))
print(sorted("Hello World".split(), key=str.lower), sorted([3, 1.5, True, -2, 0.0]), sorted(["b", "B", "a", "A"]), sorted([[2], [1, 5], [1]]), sorted([(1, "z"), (1, "a")], key=lambda p: p[0]))
print(sorted([5, 2, 9], key=lambda x: -x), sorted(["10", "9", "1"], key=int), sorted({3: "c", 1: "a"}), sorted("hello", reverse=True), sorted([], key=5), sorted([1], key=None))
print(sorted([1, 2, 3, 4], key=functools.cmp_to_key(lambda a, b: (a % 2) - (b % 2) or b - a)))
rng = random.Random(5)
nums = [rng.randrange(1000) for _ in range(2000)]
s = sorted(nums)
print(all(a <= b for a, b in zip(s, s[1:])), s[:5], s[-5:], sum(s) == sum(nums))
pairs = [(rng.randrange(10), i) for i in range(500)]
t = sorted(pairs, key=lambda p: p[0])
print(all(a[0] < b[0] or a[0] == b[0] and a[1] < b[1] for a, b in zip(t, t[1:])))
t = sorted(pairs, key=lambda p: p[0], reverse=True)
print(all(a[0] > b[0] or a[0] == b[0] and a[1] < b[1] for a, b in zip(t, t[1:])))
for make in (lambda: list(range(300)), lambda: list(range(300, 0, -1)), lambda: [1] * 300, lambda: list(range(150)) + list(range(150)), lambda: [i % 7 for i in range(300)], lambda: [str(i) for i in range(300)], lambda: [float(i * 37 % 101) for i in range(300)], lambda: [(i % 5, -i) for i in range(100)], lambda: [2**70 - i * 31 % 17 for i in range(100)]):
    x = make(); y = sorted(x); x.sort(); print(x == y, x[0], x[-1], len(x), end="; ")
print()
class C:
    count = 0
    def __init__(self, v): self.v = v
    def __lt__(self, o):
        C.count += 1
        return self.v < o.v
    def __repr__(self): return f"C{self.v}"
print(sorted([C(3), C(1), C(2)]), C.count)
C.count = 0
sorted([C(i) for i in range(100)]); print(C.count)
C.count = 0
sorted([C(100 - i) for i in range(100)]); print(C.count)
for bad in ([1, "a"], [None, 1], [1j, 2j], [{}, {}], [C(1), 5], [[1], ["a"]], [(1, "a"), (1, 2)], [float, int]):
    try:
        print(sorted(bad))
    except TypeError as exc:
        print(exc)
nan = float("nan")
print(sorted([3, nan, 1]), sorted([nan, 2, 1]), min(nan, 1), max([1, nan]), min([], default="d"), max("a", "bb", key=len), min([3, 1, 2], key=lambda x: -x), max((2, "a"), (2, "b")), max(1, 1.0), min(1, True), max([1, 2], [1, 3]))
class Err:
    def __lt__(self, o): raise ValueError("lt")
l = [Err(), Err()]
try:
    l.sort()
except ValueError as exc:
    print(exc, len(l))
import bisect, heapq
a = [1, 3, 3, 5]
print(bisect.bisect(a, 3), bisect.bisect_left(a, 3), bisect.bisect_right(a, 9), bisect.insort(a, 4), a, bisect.bisect([1, 2, 3], 4, key=lambda x: x * 2))
h = []
for v in (5, 1, 4, 2, 3):
    heapq.heappush(h, v)
print(h, [heapq.heappop(h) for _ in range(5)], heapq.nsmallest(2, [5, 1, 3]), heapq.nlargest(2, "hello"), heapq.heapify(x := [3, 2, 1]), x, heapq.heapreplace(x, 9), heapq.heappushpop(x, 0), list(heapq.merge([1, 4], [2, 3])), x)
