"""copy: shared parts, cycles, reduce values of each shape, and the special methods consulted."""
import copy


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


class Reduced:
    def __init__(self, value):
        self.value = value

    def __reduce_ex__(self, protocol):
        return self.value


class Bag(list):
    pass


shared = [1]
loop = [shared, shared]
loop.append(loop)
deep = copy.deepcopy(loop)
print(deep[0] is deep[1], deep[2] is deep, deep[0] is shared, copy.copy(loop)[0] is shared)
key = (1, (2, "x"))
print(copy.deepcopy(key) is key, copy.copy(key) is key, copy.deepcopy(([],)) == ([],), copy.deepcopy(len) is len, copy.deepcopy(int) is int)
bag = Bag([shared])
bag.extra = {"k": shared}
other = copy.deepcopy(bag)
print(type(other).__name__, other, other.extra, other[0] is other.extra["k"])
for value in ("name", (list, ([1, 2],)), (Bag, (), {"attribute": 3}), (Bag, (), None, iter([1, 2])), (dict, (), None, None, iter([("a", 1)])), (Bag, (), (None, {"slot": 1})), 5, (list,), (5, ()), (list, 5), (list, (), None, None, None, None, None)):
    attempt(lambda: copy.copy(Reduced(value)) if not isinstance(value, str) else type(copy.copy(Reduced(value))).__name__)


class Custom:
    def __copy__(self):
        return "copied"

    def __deepcopy__(self, memo):
        return ["deep", len(memo)]

    def __replace__(self, **changes):
        return changes


print(copy.copy(Custom()), copy.deepcopy([Custom()])[0][0], copy.replace(Custom(), a=1))


class Stateful:
    __slots__ = ("a", "b", "__dict__")

    def __getstate__(self):
        return ("state", self.a)

    def __setstate__(self, state):
        self.a = state


s = Stateful()
s.a = [1]
print(copy.copy(s).a, copy.deepcopy(s).a, copy.copy(s).a[1] is s.a)
attempt(lambda: copy.replace(5))
attempt(lambda: copy.deepcopy(x for x in ""))
attempt(lambda: copy.deepcopy([1, iter([5, 6])])[1].__next__())
