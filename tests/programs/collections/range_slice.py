r = range(2, 20, 3)
print(r, list(r), len(r), r[0], r[-1], r[1:3], r[::-1], list(r[::-2]), 5 in r, 6 in r, "a" in r, 5.0 in r, r.index(8), r.count(8), r.count(9), r.start, r.stop, r.step, max(r), sum(r), list(reversed(r)), bool(range(0)), r == range(2, 18 + 3, 3), hash(r) == hash(range(2, 21, 3)), range(0) == range(5, 5), range(5) == [0, 1, 2, 3, 4])
print(list(range(5, 0, -2)), list(range(-3, 3)), list(range(0, -5)), range(10)[3:7][1:], range(0, 10, 2)[-2:], "", 2**70 in range(2**71), range(2**70, 2**70 + 5)[3], len(range(0, 2**62, 2**60)), range(True, 3))
for f in (lambda: range(), lambda: range(1.5), lambda: range("a"), lambda: range(1, 2, 0), lambda: r[100], lambda: r["a"], lambda: r.index(7), lambda: r + r, lambda: range(1, 2, 3, 4), lambda: len(range(2**70)), lambda: range(5) < range(6), lambda: range(3).__setitem__(0, 1), lambda: range(stop=3), lambda: range(None), lambda: r.index("x"), lambda: iter(range(2)).__next__(5), lambda: hash(range(3)) == hash(range(0, 3, 1))):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, slice(5), slice(None), slice("a", None, []), s.indices(6), slice(None, None, -1).indices(4), slice(-3, None).indices(10), slice(5, 1).indices(10), s == slice(1, 10, 2), hash(slice(1, 2)) == hash(slice(1, 2)), slice(1, 2) < slice(1, 3), "abcdef"[s], [*range(9)][s])
for f in (lambda: slice(), lambda: slice(1).indices(-1), lambda: slice("a").indices(5), lambda: slice(1, 2, 0).indices(5), lambda: slice(1, 2, 3, 4), lambda: setattr(s, "start", 2), lambda: slice(1.5).indices(3), lambda: hash(slice([]))):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
class G:
    def __getitem__(self, k): return k
print(G()[1:2:3], G()[:], G()[1:, :2], G()["a":"b"], G()[::None], G()[-1:], type(range(3).__iter__()).__name__)
it = iter(range(3)); print(next(it), it.__length_hint__(), list(it), next(it, None))
for i in range(3):
    i = 10
print(i, [i for i in range(0)], [x for x in range(10**18, 10**18 + 3)], list(range(2**63 - 1, 2**63 + 2)), list(range(-(2**63), -(2**63) + 2)))
import copy, pickle
print(copy.copy(r) == r, pickle.loads(pickle.dumps(r)), pickle.loads(pickle.dumps(s)))
