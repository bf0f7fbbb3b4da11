"""operator: attrgetter, itemgetter, methodcaller, in-place functions, length_hint and their refusals."""
import copy
import operator as op
from types import SimpleNamespace as NS


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


value = NS(a=NS(b=[1, 2]), c=3)
print(op.attrgetter("a.b")(value), op.attrgetter("c", "a.b")(value), op.itemgetter(1, 0)("xy"), op.itemgetter(slice(1, None))([1, 2, 3]), op.methodcaller("split", ",", maxsplit=1)("a,b,c"))
print(op.attrgetter("a.b", "c"), op.itemgetter(1, "k"), op.methodcaller("m", 1, k=2), copy.copy(op.itemgetter(3)))
for action in (lambda: op.attrgetter(), lambda: op.attrgetter(5), lambda: op.attrgetter("a")(), lambda: op.attrgetter("z.y")(value), lambda: op.itemgetter(), lambda: op.itemgetter(1)(5), lambda: op.itemgetter(9)([1]),
               lambda: op.methodcaller(), lambda: op.methodcaller(5), lambda: op.methodcaller("nope")(5), lambda: op.attrgetter("a")(value, value), lambda: op.itemgetter(k=1), lambda: op.length_hint(5, "x"), lambda: op.length_hint(5, 3),
               lambda: op.index(1.5), lambda: op.index(True), lambda: op.concat([1], [2]), lambda: op.concat(1, 2), lambda: op.iconcat([1], "ab"), lambda: op.countOf([1, 1, 2], 1), lambda: op.indexOf([1, 2], 3),
               lambda: op.indexOf(iter("abc"), "c"), lambda: op.contains("abc", "d"), lambda: op.contains(5, 1), lambda: op.truth([]), lambda: op.not_([]), lambda: op.is_none(None), lambda: op.is_not_none(None), lambda: op.call(max, 1, 5),
               lambda: op.iadd((1,), (2,)), lambda: op.iadd(5, "a"), lambda: op.imatmul(1, 2), lambda: op.pow(2, 3), lambda: op.setitem([1], 5, 0), lambda: op.delitem({}, "k"), lambda: op.getitem({1: 2}, 1),
               lambda: op.lt(1, "a"), lambda: op._compare_digest("a", "a"), lambda: op._compare_digest("a", b"a"), lambda: op._compare_digest("\u20ac", "a")):
    attempt(action)


class Hint:
    def __init__(self, hint):
        self.hint = hint

    def __length_hint__(self):
        return self.hint


for hint in (5, NotImplemented, -1, "x", True):
    attempt(lambda: op.length_hint(Hint(hint), 9))
print(op.itemgetter(1) == op.itemgetter(1), op.attrgetter("x").__reduce__()[1], op.add.__name__, op.__add__ is op.add)
