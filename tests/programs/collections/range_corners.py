"""range: huge bounds, slices of slices, equality by content, membership by type, and refusals."""


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


huge = range(-(10**30), 10**30, 10**29)
print(huge, huge[3], huge[-1], len(huge), huge[2:5], huge[::-7], list(huge[18:]), 10**29 in huge, 10**29 + 1 in huge)
attempt(lambda: len(range(10**20)))
attempt(lambda: range(10**20)[10**19])
attempt(lambda: range(10**20)[-1] + range(10**20).index(5))
attempt(lambda: bool(range(10**20)))
attempt(lambda: range(10**20).count(7))
for r in (range(0), range(5, 0), range(0, 10, 3), range(10, 0, -3), range(-1, -10, -4)):
    print(r, list(r), list(reversed(r)), r[::2], r[1:], r[:-1], r[::-1], r.start, r.stop, r.step)
print(range(0, 3, 2) == range(0, 4, 2), hash(range(0, 3, 2)) == hash(range(0, 4, 2)), range(0) == range(2, 1), range(3) == [0, 1, 2], range(1, 2) == range(1, 9, 100))
print(3.0 in range(5), 3.5 in range(5), "3" in range(5), True in range(2), range(5).index(3.0), range(5).count(True))
for action in (lambda: range(), lambda: range(1, 2, 0), lambda: range(1.0), lambda: range("3"), lambda: range(1, 2, 3, 4), lambda: range(stop=3), lambda: range(3)[3], lambda: range(3)["a"],
               lambda: range(3).index(3), lambda: range(3) + range(3), lambda: range(3) < range(4), lambda: setattr(range(3), "start", 1), lambda: range(3)[::0], lambda: range(3).__setitem__):
    attempt(action)


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


class Sub(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


print(range(Index(2), Index(6)), range(True), Sub(99) in range(3), range(7)[Index(4)])
iterator = iter(range(2**63 - 2, 2**63 + 2))
print(list(iterator), next(iterator, "done"), iter(range(5)).__length_hint__(), iter(range(0, 10**20)).__length_hint__() if False else "")
middle = iter(range(10))
next(middle)
print(middle.__reduce__()[1:], type(iter(range(10**20))).__name__, type(iter(range(1))).__name__)
middle.__setstate__(7)
print(list(middle))
s = slice(None, -1, Index(2))
print(s.indices(9), slice(5, None, -2).indices(4), slice(-(10**30), 10**30).indices(3), slice(1, 2) == slice(1, 2, None), slice(1, 3) < slice(1, 4), hash(slice(1, 2)) == hash(slice(1, 2)))
attempt(lambda: slice(1, 2, 0).indices(3))
attempt(lambda: slice("a").indices(3))
attempt(lambda: slice(1).indices(-1))
attempt(lambda: slice())
