# What takes all that a `map` gives: what is called may look at the map, at its iterator and at what is being made, and
# whatever ends it early leaves the rest where it was.
import operator

calls = []


def seen(k):
    calls.append(k)
    return k * 2


print(list(map(seen, [1, 2, 3])), sum(map(seen, (4, 5))), set(map(seen, {6})), tuple(map(seen, range(3))), calls)
print(list(map(int, [1.5, -2.7, "12", b"3", True, 1e30, 2**70])), list(map(str, [1, None, "a"])), dict(map(divmod, [7, 9], [2, 4])))
print("-".join(map(str, range(5))), max(map(len, ["a", "bbb", "cc"])), sorted(map(abs, [-3, 2, -1])), any(map(bool, [0, 0, 5, 6])))
print(list(map(len, map(str, map(abs, [-100, 20])))), list(map(None.__class__.__name__.join, ["abc"])), list(map(dict(a=1).get, "ab")))

# The end is asked for once, and again only by whoever asks the map again.
class Stops:
    def __init__(self, n):
        self.n, self.asked = n, 0

    def __iter__(self):
        return self

    def __next__(self):
        self.asked += 1
        if self.asked % self.n == 0:
            raise StopIteration
        return self.asked


stops = Stops(4)
mapped = map(seen, stops)
print(list(mapped), stops.asked, list(mapped), stops.asked, tuple(mapped), stops.asked)

# Errors leave the map behind the item.
numbers = iter([1, 2, 0, 4, 5])
mapped = map(lambda k: 10 // k, numbers)
for take in (list, sum, set):
    try:
        take(mapped)
    except ZeroDivisionError as exc:
        print(take.__name__, exc, list(mapped))
        mapped = map(lambda k: 10 // k, iter([1, 0, 3]))
for wrong in (len, [1, "ab"]), (5, [1]), (ord, ["a", "bc"]), (operator.attrgetter("x"), [1]):
    try:
        list(map(*wrong))
    except (TypeError, AttributeError) as exc:
        print(type(exc).__name__, exc)

# What is called takes items itself, and changes what is made.
source = iter(range(10))
mapped = map(lambda k: (k, next(source, None)), source)
print(list(mapped))
mapped = map(lambda k: (k, next(mapped, None)) if k < 3 else k, iter(range(6)))
print(list(mapped))
made = [0]
made.extend(map(lambda k: made.append(-k) or k, [1, 2, 3]))
print(made)
made = [1, 2, 3]
grows = map(lambda k: made.append(k + 10) or k if len(made) < 8 else k, made)
print(list(grows), made)
found = set()
found.update(map(lambda k: found.add(k * 100) or k, range(12)))
print(sorted(found))
values = {1: "a", 2: "b"}
try:
    list(map(lambda k: values.setdefault(k + 5, k), values))
except RuntimeError as exc:
    print(exc)


class Doubling(map):
    def __next__(self):
        return super().__next__() * 2


print(list(Doubling(abs, [-1, 2])), sum(Doubling(abs, [-1, 2])), list(map(abs, Doubling(abs, [-3]))))


def yields():
    try:
        for k in range(3):
            print("yields", k)
            yield k
    finally:
        print("closed")


print(sum(map(seen, yields())), max(map(seen, yields()), key=lambda k: -k), min(yields(), default=5))
print(max({"a": 3, "b": 7}, key={"a": 3, "b": 7}.get), min({3: 1, 2: 5}, key={3: 1, 2: 5}.get), sorted("bca", key=ord), sorted([3, -4], key=abs))
for path in "/a/../b", "a/../../b", "../a/..", "//x//y/./z/", "///x", "", ".", "a/b/../../..", "../../a/../b/", "é/../日", "/..", "//..", "a/..", "./a":
    import os.path

    print(repr(os.path.normpath(path)), repr(os.path.normpath(path.encode())), end=" ")
print()
