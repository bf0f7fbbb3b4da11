"""set and frozenset: which operand decides the type, sets inside sets, and what each operation accepts."""


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


def names(*values):
    return [type(value).__name__ for value in values]


class Sub(set):
    pass


class FrozenSub(frozenset):
    pass


s, f = {1, 2}, frozenset([2, 3])
print(names(s | f, f | s, Sub(s) | f, f & Sub(s), FrozenSub(f) - s, s.union(f), Sub(s).copy(), FrozenSub(f).copy(), FrozenSub(f).union([1])))
print(s | f, f ^ s, s - f, s & f, s == frozenset([1, 2]), hash(f) == hash(frozenset({3, 2})), frozenset(f) is f, f.copy() is f, frozenset(FrozenSub(f)) is f)
nested = {frozenset([1]), frozenset()}
print({1} in nested, set() in nested, nested.__contains__({1}))
nested.remove({1})
nested.discard(set())
print(nested, len(frozenset([1, 1.0, True])), frozenset([1, 1.0]), {True, 1}, {0, False, 0.0, -0.0})
for action in (lambda: {[]}, lambda: {1} | [2], lambda: [2] & {1}, lambda: {1}.union(5), lambda: {1}.union([2], b"a"), lambda: {[1]}, lambda: [] in {1}, lambda: {1}.remove(2), lambda: {1}.remove([2]),
               lambda: {1}.remove({2}), lambda: set().pop(), lambda: {1}.add([]), lambda: f.add, lambda: hash({1}), lambda: {1} < [1, 2], lambda: {1} < {1, 2} <= {1, 2}, lambda: {1}.__or__([2]),
               lambda: {1}.issubset(range(3)), lambda: {1, 9}.issuperset([9]), lambda: {1}.isdisjoint(5), lambda: set(5), lambda: set([1], [2]), lambda: set(a=1), lambda: frozenset(x=1),
               lambda: {1}.intersection(), lambda: {1, 2, 3}.intersection([1, 2], (2, 3)), lambda: {1, 2}.difference([1], [2]), lambda: {1}.symmetric_difference([1, 2]),
               lambda: {1}.symmetric_difference([1], [2]), lambda: {1}.__ior__([2]), lambda: {1}.discard({}), lambda: sorted({1, 2}.symmetric_difference({2: 0, 5: 0}))):
    attempt(action)
s |= f
s ^= {1}
print(s)
s &= {2, 3, 9}
s -= s
print(s, s.update([1], {2: 3}, range(4, 5)), s.intersection_update([1, 4], [4]), s, s.difference_update(), s)
alias = f
f |= {9}
print(alias, f, f is alias, {1}.__eq__([1]), {1} == [1], {1} != frozenset({1}), set() < set(), frozenset() <= set())


def walk(change):
    values = {1, 2, 3}
    for value in values:
        change(values)
    return values


attempt(lambda: walk(lambda v: v.add(9)))
attempt(lambda: walk(lambda v: v.discard(1)))
attempt(lambda: walk(lambda v: v.add(2)))
