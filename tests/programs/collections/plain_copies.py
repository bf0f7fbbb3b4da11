"""Lists and dicts made of plain containers, and of such as only look plain."""
from collections import OrderedDict, defaultdict


class L(list):
    def __iter__(self):
        return iter("L")


class T(tuple):
    def __iter__(self):
        return iter("T")


class S(set):
    def __iter__(self):
        return iter("S")


class D(dict):
    def __iter__(self):
        return iter("D")

    def keys(self):
        return ["k"]

    def __getitem__(self, key):
        return "v"


class Str(str):
    def __iter__(self):
        return iter("Str")


for source in ([1, 2], (1, 2), {1, 2}, frozenset({1}), {"a": 1}, "ab", "é€", "", L([1]), T((1,)), S({1}), D(x=1), Str("x"), OrderedDict(b=1, a=2), defaultdict(int, z=1)):
    out = [0]
    out.extend(source)
    more = [0]
    more += source
    first, *rest = [0, *source]
    print(list(source), tuple(source), out, more, rest, sorted(map(str, source)), len(set(source)))

moved = OrderedDict(b=1, a=2, c=3)
moved.move_to_end("b")
moved.move_to_end("c", last=False)
print(list(moved), dict(moved), {**moved}, list(dict(moved)), {}.update(moved))
d = {}
d.update(moved)
print(d, dict(D(x=1)), {**D(x=1)})
e = {i: str(i) for i in range(20)}
del e[3], e[7]
for target in ({}, {"q": 0}, OrderedDict(), defaultdict(list)):
    target.update(e)
    print(target, target == e)
    target.update(target)
empty = dict()
empty.update(empty)
cleared = {1: 2}
cleared.clear()
cleared.update({i: i for i in range(100)})
cleared.update({5: 6, 1000: 1})
print(empty, len(cleared), cleared[5], list(cleared)[-1])


class Key:
    def __hash__(self):
        return 1

    def __eq__(self, other):
        print("eq")
        return self is other


keys = {Key(): 1, Key(): 2}
copy = {}
copy.update(keys)
print(len(copy), len({**keys}), len(dict(keys)))


def f(**kwargs):
    kwargs["new"] = 1
    return kwargs


given = {"a": 1}
print(f(**given), given)
exec("x = 1", namespace := {})
namespace2 = {}
namespace2.update(namespace)
print(sorted(namespace2)[-1])
