"""list and tuple: the messages for wrong indices, sizes and arguments, and slices assigned to themselves."""


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


def put(values, key, value):
    values[key] = value
    return values


def drop(values, key):
    del values[key]
    return values


items = [1, 2, 3, 4, 5]
for action in (
    lambda: items[5], lambda: items[-6], lambda: items["a"], lambda: items[1.0], lambda: items[10**30], lambda: (1,)[1], lambda: tuple.__getitem__((1,), "x"),
    lambda: put([1], 1, 0), lambda: put([1], "x", 0), lambda: drop([1], 3), lambda: put([1, 2, 3], slice(0, 3, 2), [9]), lambda: put([1, 2], slice(0, 1), 5),
    lambda: put([1, 2], slice(0, 2, 2), 5), lambda: items[::0], lambda: items["a":], lambda: items[None:2], lambda: items[10**30:], lambda: items[: -(10**30)],
    lambda: drop(list(range(10)), slice(None, None, 3)), lambda: drop(list(range(10)), slice(8, 1, -3)), lambda: put([0, 1, 2], slice(1, 2), "abc"),
    lambda: items.index(9), lambda: items.index(1, 1), lambda: items.index(5, -1), lambda: items.remove(9), lambda: items.index("x", "y"),
    lambda: [].pop(), lambda: [1].pop(5), lambda: [1].pop("a"), lambda: [1].insert("a", 1), lambda: [1] + (2,), lambda: (1,) + [2], lambda: [1] * 1.5,
    lambda: [1] * "a", lambda: [1] * -5, lambda: [1].extend(5), lambda: [1].__iadd__(5), lambda: list(5), lambda: tuple(5), lambda: list(a=1), lambda: tuple(iterable=[]),
    lambda: list([], []), lambda: [3, "a"].sort(), lambda: [1].sort(len), lambda: [1].sort(key=3), lambda: [2, 1].sort(key=len), lambda: [1] < (1,), lambda: [1] < [1, None],
    lambda: [1, None] < [1, 2], lambda: hash([]), lambda: hash(([],)), lambda: (1, 2).count(), lambda: (1, 2).index(3), lambda: [1].append(), lambda: [1].append(1, 2),
    lambda: [1].reverse(1), lambda: [] * 10**30, lambda: [0] * 2**62, lambda: (0,) * 2**62,
):
    attempt(action)
same = [1, 2, 3]
same[1:1] = same
print(same)
same[::2] = same[1::2]
print(same, put([1, 2, 3], slice(2, 0), [8, 9]))


def inserting(values):
    yield 7
    values.clear()
    yield 8


target = [1, 2, 3]
target[1:2] = inserting(target)
print(target)
target = [1, 2, 3]
target.extend(value * 2 for value in list(target))
print(target, target.__sizeof__() > 0)


class Spiteful:
    def __eq__(self, other):
        victims.clear()
        return False


victims = [Spiteful(), 1, 2, 3]
attempt(lambda: (2 in victims, victims))
victims = [Spiteful(), Spiteful()]
attempt(lambda: victims.remove(4))
victims = [3, 1, 2]
attempt(lambda: victims.sort(key=lambda value: victims.append(0) or value))
print(victims)
