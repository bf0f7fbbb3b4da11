"""heapq and bisect: max heaps, merges with keys, stability, bounds, and lists changed by comparisons."""
import bisect
import heapq
import random


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


rng = random.Random(7)
data = [rng.randrange(50) for _ in range(20)]
heap = data[:]
heapq.heapify(heap)
print(heap, heapq.heappushpop(heap, -1), heapq.heapreplace(heap, 100), heap[0])
print([heapq.heappop(heap) for _ in range(5)], heapq.nsmallest(3, data), heapq.nlargest(3, data, key=lambda v: -v), heapq.nlargest(0, data), heapq.nsmallest(99, [2, 1]))
top = data[:]
heapq.heapify_max(top)
heapq.heappush_max(top, 77)
print(top[0], heapq.heappop_max(top), heapq.heappushpop_max(top, 60), heapq.heapreplace_max(top, 5), top[:4])
print(list(heapq.merge([1, 4], [2, 3], [], [0])), list(heapq.merge("ca", "B", key=str.lower, reverse=True)), list(heapq.merge()))
words = ["bb", "a", "cc", "d"]
print(heapq.nsmallest(2, words, key=len), heapq.nlargest(2, words, key=len))
for action in (lambda: heapq.heappop([]), lambda: heapq.heapreplace([], 1), lambda: heapq.heappushpop([], 1), lambda: heapq.heappush((1,), 2), lambda: heapq.heapify({1}), lambda: heapq.heappush([1], "a"), lambda: heapq.heapify([1, "a"]),
               lambda: heapq.nsmallest("x", [1]), lambda: list(heapq.merge([1], 5)), lambda: heapq.heappop_max([])):
    attempt(action)
values = [1, 2, 2, 2, 5]
print(bisect.bisect(values, 2), bisect.bisect_left(values, 2), bisect.bisect_right(values, 2, 0, 2), bisect.bisect(values, 9), bisect.bisect(values, 2, hi=1), bisect.bisect([], 1))
bisect.insort(values, 3)
bisect.insort_left(values, 2.0)
print(values, bisect.bisect([("a", 3), ("b", 1)], 2, key=lambda pair: -pair[1]) if False else bisect.bisect_left(["a", "bb", "ccc"], 2, key=len))
by_length = ["x", "yy", "wwww"]
bisect.insort(by_length, "zzz", key=len)
print(by_length)
for action in (lambda: bisect.bisect(values, 1, -1), lambda: bisect.bisect(values, "a"), lambda: bisect.bisect(5, 1), lambda: bisect.bisect([1], 1, 0, 9), lambda: bisect.insort((1,), 2), lambda: bisect.bisect([1], 1, lo="x"), lambda: bisect.bisect([1])):
    attempt(action)


class Shrinks:
    def __lt__(self, other):
        changing.clear()
        return True


changing = [Shrinks(), Shrinks(), Shrinks()]
attempt(lambda: heapq.heappush(changing, Shrinks()))
for kwargs in ({"hi": []}, {"lo": []}, {"hi": 1.5}, {"hi": None}, {"lo": None}, {"hi": 10**30}, {"lo": -1}, {"lo": -1, "hi": "a"}):
    for function in (bisect.bisect_left, bisect.insort_right):
        attempt(lambda: function([1, 2], 1, **kwargs))
