"""The native halves of heapq and bisect."""
import _bisect
import _heapq
import bisect
import heapq
import random
import sys

assert heapq.heappush is _heapq.heappush and bisect.bisect is _bisect.bisect_right

numbers = [random.Random(1).randrange(1000) for _ in range(500)]
for push, pop, heapify, reverse in (
    (heapq.heappush, heapq.heappop, heapq.heapify, False),
    (heapq.heappush_max, heapq.heappop_max, heapq.heapify_max, True),
):
    for make in range(2):
        heap = []
        if make:
            heap = list(numbers)
            heapify(heap)
        else:
            for n in numbers:
                push(heap, n)
        assert [pop(heap) for _ in numbers] == sorted(numbers, reverse=reverse)
        try:
            pop(heap)
        except IndexError as exc:
            assert str(exc) == "index out of range"
        else:
            raise AssertionError
assert heapq.heappushpop([], 3) == 3 and heapq.heappushpop([1, 5], 3) == 1
assert heapq.heapreplace([1, 5], 0) == 1 and heapq.heappushpop_max([5, 1], 3) == 5
try:
    heapq.heappush((), 1)
except TypeError as exc:
    assert str(exc) == "heappush() argument 1 must be list, not tuple"


class Shrinks:
    def __lt__(self, other):
        heap.clear()
        return True


heap = [1]
try:
    heapq.heappush(heap, Shrinks())
except RuntimeError as exc:
    assert str(exc) == "list changed size during iteration"

a = [1, 2, 2, 2, 5]
assert (bisect.bisect_left(a, 2), bisect.bisect_right(a, 2)) == (1, 4)
assert bisect.bisect_left(a, -2, key=lambda n: -n, lo=1, hi=2) == 1
bisect.insort(a, 3)
assert a == [1, 2, 2, 2, 3, 5]
try:
    bisect.bisect(a, 1, -1)
except ValueError as exc:
    assert str(exc) == "lo must be non-negative"
big = range(sys.maxsize - 1)
assert len(big) == sys.maxsize - 1 and bisect.bisect_left(big, sys.maxsize - 3) == sys.maxsize - 3
