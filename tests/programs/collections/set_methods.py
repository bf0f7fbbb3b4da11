s = {3, 1, 2}
print(sorted(s), len(s), 1 in s, set(), {1} == {1, 1.0, True}, set("hello") == set("ehlo"), frozenset([1, 2]), sorted(set(range(3))), {*"ab"} == {"a", "b"}, repr(set()), repr(frozenset()), {5}, frozenset({5}))
s.add(4); s.add(4); s.discard(9); s.discard(1); print(sorted(s), s.remove(2), s.pop() in (3, 4), len(s))
a, b = {1, 2, 3, 4}, {3, 4, 5}
print(a | b, a & b, a - b, a ^ b, b - a, a.union([9], (8,)), a.intersection([1, 2], {2}), a.difference([1], [2]), a.symmetric_difference([1, 7]), a.isdisjoint({9}), {1} <= a, a < a, a <= a, a >= {1, 2}, a > b, a.issubset(range(10)), a.issuperset([1]), a == {4, 3, 2, 1}, a != b)
c = set(a); c |= {10}; c &= {1, 2, 10}; c -= {1}; c ^= {2, 3}; print(c)
c.update([1], "a"); c.intersection_update([1, 3, "a"]); c.difference_update(["a"]); c.symmetric_difference_update([3, 4]); print(sorted(c)); c.clear(); print(c)
f = frozenset([1, 2])
print(f | {3}, type(f | {3}).__name__, type({3} | f).__name__, f == {1, 2}, hash(f) == hash(frozenset([2, 1])), {f: 1}[frozenset([1, 2])], {f, frozenset([1, 2])} == {f}, f.copy() is f, frozenset(f) is f, {1, 2} in {f}, f - {1}, f & {2}, f ^ {5})
for g in (lambda: {[]}, lambda: {1}.add([]), lambda: {1}.remove(2), lambda: set().pop(), lambda: {1} | [2], lambda: {1} < 5, lambda: {1} + {2}, lambda: hash({1}), lambda: set(5), lambda: set(1, 2), lambda: f.add(1), lambda: a[0], lambda: {1}.union(5), lambda: {{1}}, lambda: {1}.remove({2}), lambda: {1}.update(5), lambda: {1}.__iand__([1]), lambda: {1}.issubset(5), lambda: {1} >= [1], lambda: {1}.intersection(1), lambda: [] in {1}, lambda: {1}.symmetric_difference()):
    try:
        print(g())
    except Exception as exc:
        print(type(exc).__name__, exc)
print(sorted({1, "a", None, (1,), 2.5}, key=str), sum({1, 2, 3}), max({4, 9, 2}), sorted({"b", "a"}), len({(), frozenset(), 0, False, "", None}), any({0}), all(set()), set(map(abs, [-1, 1])), sorted({x % 3 for x in range(10)}))
class S(set):
    def __contains__(self, x): return True
print(5 in S(), S([1]) | {2} == {1, 2}, type(S([1]) | {2}).__name__, type(S([1]).copy()).__name__, repr(S([1])), S() == set())
x = {1, 2, 3}
for v in list(x):
    x.discard(v)
print(x, {0, 0.0, -0.0, False}, {float("nan")} == {float("nan")}, {2**70} == {2**70, float(2**70)})
def evolve():
    q = set()
    for i in range(1000):
        q.add(i * 7919 % 1009)
        if i % 3 == 0:
            q.discard(i)
    return len(q), sum(q)
print(evolve())
