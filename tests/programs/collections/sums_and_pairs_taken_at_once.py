# `sum` of bools and of ints of all widths, `dict` of what a generator yields, and iterators over what subclasses of dict
# and set hold: native code takes the items at once, and it can't be told from taking them one by one.
import operator
from collections import Counter, OrderedDict, defaultdict

# Sums.
big = 2**61, 2**62 - 1, 2**63, 2**64, 2**126, 2**127 - 1, 2**127, 2**128, 2**200
for start in 0, True, 7, -(2**61), 2**63, 2**127 - 1, -(2**127), 2**130, 0.5, 1j:
    for items in (), (True, False, True), (1, 2, 3), (2**60,) * 20, (-(2**60),) * 20, big, tuple(-k for k in big), (2**127 - 1, 1, -1, -(2**127)), (True, 2**70, 1.5, 3), (1, 2j, True), (2**200, 1.0):
        results = {repr(sum(kind(items), start)) for kind in (list, tuple, iter, lambda items: (k for k in items), lambda items: dict(enumerate(items)).values())}
        print(*results)
print(sum(k % 3 == 0 for k in range(1000)), sum({1, True, 2.0}), sum({2**70: 1, 3: 2}), sum(b"abc"), sum(range(10**3)))


class Int(int):
    def __add__(self, other):
        return "added"

    __radd__ = __add__


print(sum([1, 2, Int(3)]), sum([Int(3)]), sum([], Int(3)))
try:
    sum([1, 2**70, "a"])
except TypeError as exc:
    print(exc)
try:
    sum([True, None])
except TypeError as exc:
    print(exc)

# Dicts of what generators yield.
class Key:
    def __init__(self, name):
        self.name = name

    def __hash__(self):
        print("hash", self.name)
        return 1

    def __eq__(self, other):
        print("eq", self.name, getattr(other, "name", other))
        return isinstance(other, Key) and self.name == other.name


def pairs(*pairs):
    for pair in pairs:
        print("yields", pair[0].name if isinstance(pair, tuple) and pair and isinstance(pair[0], Key) else type(pair).__name__)
        yield pair


print(dict(pairs((1, 2), ("a", 3), (1, 4), (True, 5), (1.0, 6), ("a", 7))))
print(dict(pairs(("a", 1), (Key("x"), 2), ("b", 3), (1, 3), (Key("x"), 4), (Key("y"), 5))).values())
print(dict(pairs(("a", 1), [2, 3], "bc", iter((4, 5)), (6, 7))))
for wrong in 5, (1,), (1, 2, 3), "a", ([], 1), None:
    made = {"before": 0}
    try:
        made.update(pairs(("a", 1), (2, 3), wrong, ("never", 1)))
    except (TypeError, ValueError) as exc:
        print(type(exc).__name__, exc, made)
print(len(dict((k, k) for k in range(5000))), len(dict((str(k), k) for k in range(5000))), dict((k % 7, k) for k in range(100)))

# A generator that looks at the dict that it fills, and changes it.
seen = {}


def looks():
    for k in range(40):
        yield k, len(seen)
        if k % 10 == 5:
            seen.pop(k - 1)
            seen[f"k{k}"] = k


seen.update(looks())
print(seen)


def endless():
    for k in seen:
        yield (k, "new"), 1


try:
    seen.update(endless())
except RuntimeError as exc:
    print(exc)

# What subclasses hold.
class D(dict):
    pass


class S(set):
    pass


for made in Counter("abcab"), defaultdict(int, a=1, b=2), D(a=1, b=2), OrderedDict(a=1, b=2):
    print(sum(made.values()), list(made), [*made.items()], list(made.values()), list(reversed(made)), max(made.values()))
    for view in made, made.keys(), made.values(), made.items():
        iterator = iter(view)
        next(iterator)
        print(type(iterator).__name__, operator.length_hint(iterator, -1), end=" ")
        made["more"] = 1
        try:
            next(iterator)
        except RuntimeError as exc:
            print(exc)
        del made["more"]
made = S({1, 2, 3})
print(sum(made), sorted(made), len(list(iter(made))))
iterator = iter(made)
next(iterator)
made.add(9)
try:
    list(iterator)
except RuntimeError as exc:
    print(exc)
