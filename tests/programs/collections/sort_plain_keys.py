"""Sorting keys of one plain kind: order, stability and what `reverse` does to both."""
import random

random.seed(5)


class S(str):
    pass


def check(items, key=None):
    for reverse in False, True:
        expected = list(enumerate(items))
        # Insertion, one by one, behind what does not come later.
        out = []
        for i, item in expected:
            k = item if key is None else key(item)
            at = len(out)
            while at and (out[at - 1][0] < k if reverse else k < out[at - 1][0]):
                at -= 1
            out.insert(at, (k, item))
        wanted = [item for _, item in out]
        for got in (
            sorted(items, key=key, reverse=reverse),
            sorted(list(items), reverse=reverse, key=key),
        ):
            assert len(got) == len(wanted) and all(a is b for a, b in zip(got, wanted)), (items, key, reverse)
        copy = list(items)
        assert copy.sort(key=key, reverse=reverse) is None
        assert all(a is b for a, b in zip(copy, wanted))


LETTERS = "\0aab\xe9\u20ac\U0001f600"
for n in (0, 1, 2, 3, 5, 8, 20, 21, 32, 33, 60, 100):
    ints = [random.randrange(-50, 50) for _ in range(n)]
    wide = [random.randrange(-(1 << 60), 1 << 60) for _ in range(n)]
    huge = [random.randrange(-(1 << 80), 1 << 80) for _ in range(n)]
    floats = [random.choice([0.0, -0.0, 1.5, -1.5, 1e-200, -1e-200, 1e70, -1e70]) for _ in range(n)]
    mixed = [random.choice([0, 0.0, -0.0, True, 2, 1.5]) for _ in range(n)]
    texts = ["".join(random.choices(LETTERS, k=random.randrange(0, 12))) for _ in range(n)]
    long = ["common beginning " + text for text in texts]
    derived = [S(text) if i % 3 else text for i, text in enumerate(texts)]
    pairs = [(a, b) for a, b in zip(ints, texts)]
    for items in (ints, wide, huge, floats, mixed, texts, long, derived, pairs):
        check(items)
    check(texts, key=len)
    check(texts, key=lambda text: text[:2])
    check(ints, key=lambda i: -i)
    check(ints, key=float)
    check(ints, key=lambda i: 0)
    check(ints, key=lambda i: (i % 3, i))

nan = float("nan")
print(sorted([3.0, 1.0, nan, 2.0]), sorted([float("inf"), 1.0, float("-inf")], reverse=True))
print(sorted(["b", "a\0", "a", "a\0b", "\ud800", "\uffff", "\U00010000"]))

for call in (
    lambda: sorted(),
    lambda: sorted(1),
    lambda: sorted([1], None),
    lambda: sorted([1], key=None, wrong=1),
    lambda: sorted([1], wrong=1),
    lambda: sorted([2, 1], reverse="no"),
    lambda: sorted([1, "a"]),
    lambda: sorted([2, 1], key=1),
    lambda: sorted([], key=1),
    lambda: sorted([3, 1, 2], key=lambda x: 1 / (x - 2)),
    lambda: max(),
    lambda: max(1),
    lambda: max([]),
    lambda: max([], default=1),
    lambda: max(1, 2, default=1),
    lambda: max(1, 2, wrong=1),
    lambda: max(1, 2, **{"\xe9": 1}),
    lambda: max(1, "a"),
    lambda: min("a", 1),
    lambda: min(1, 2, key=lambda x: -x),
    lambda: min(*"ab", key=None),
):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)


class Fussy:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        print("lt", self.n, other.n)
        return self.n < other.n

    def __gt__(self, other):
        print("gt", self.n, other.n)
        return self.n > other.n


print(min(Fussy(1), Fussy(1)).n, max(Fussy(1), Fussy(2)).n, max(Fussy(2), Fussy(1), Fussy(3)).n)

changing = [3, 2, 1]


def spoil(x):
    changing.append(x)
    return x


try:
    changing.sort(key=spoil)
except ValueError as e:
    print(e, changing)

# Keyword and star arguments of native functions.
print(int("ff", base=16), int(*["12"]), max(*[1, 3, 2]), print(*"ab", sep="-"))
print([*[1, 2], *(3,)], list((1, 2)), tuple([1, 2]), set([1, 1]), dict(*[[("a", 1)]], b=2))
same = [1, 2]
same.extend(same)
same += same
print(same)
print("%s|%r|%d|%s %%" % ("a", "b", 3, 4.5), "%d" % True, "%d" % 3.7, "%s" % S("sub"), type("%s" % S("sub")).__name__)
for text, args in (("%d", "a"), ("%d %d", (1,)), ("%s", ()), ("%s", (1, 2)), ("%d", (1 << 70,)), ("%r %(a)s", {"a": 1}), ("%s", {"a": 1}), ("%i%%", 5)):
    try:
        print(text % args)
    except Exception as e:
        print(type(e).__name__, e)
