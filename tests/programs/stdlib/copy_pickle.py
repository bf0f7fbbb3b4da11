import copy, pickle
class N:
    def __init__(self, v): self.v = v; self.kids = []
    def __eq__(self, o): return vars(self) == vars(o)
a = N([1, {"k": (2, [3])}]); a.kids.append(a.v); a.self = a
s, d = copy.copy(a), copy.deepcopy(a)
print(s.v is a.v, s.self is a, d.v is a.v, d.v == a.v, d.self is d, d.kids[0] is d.v, d.v[1]["k"][1] is a.v[1]["k"][1])
t = (1, "a"); u = ([],)
print(copy.copy(t) is t, copy.deepcopy(t) is t, copy.deepcopy(u) is u, copy.copy([1, 2]), copy.copy({1: 2}), copy.copy({1}), copy.deepcopy(frozenset([1])), copy.copy(len) is len, copy.deepcopy(N) is N, copy.copy(bytearray(b"x")), "")
class C:
    def __copy__(self): return "copied"
    def __deepcopy__(self, memo): return f"deep {type(memo).__name__}"
    def __replace__(self, **k): return k
print(copy.copy(C()), copy.deepcopy(C()), copy.deepcopy([C()]), copy.replace(C(), a=1))
class R:
    def __init__(self, *a): self.a = a
    def __reduce__(self): return (R, (1, 2), {"extra": 5}, iter([]), iter([]))
r = copy.copy(R(9)); print(r.a, r.extra)
for f in (lambda: copy.copy(x for x in []), lambda: pickle.dumps(lambda: 0), lambda: pickle.loads(b""), lambda: pickle.loads(b"garbage"), lambda: copy.replace(5), lambda: pickle.dumps(x for x in []), lambda: pickle.loads(pickle.dumps([1])[:-2])):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, str(exc).split(" at 0x")[0])
objs = [None, True, 0, 255, -1, 65536, 2**31, 2**100, -(2**70), 1.5, float("inf"), 2j, "", "abc", "é\n", b"", b"x" * 300, bytearray(b"q"), (), (1,), (1, 2, 3, 4), [], [1, [2]], {}, {"a": {1: 2}}, {1, 2}, frozenset("a"), range(3), slice(1, 2), ..., NotImplemented, len, int, ValueError("v", 1), type(None)]
for p in range(pickle.HIGHEST_PROTOCOL + 1):
    back = [pickle.loads(pickle.dumps(o, p)) for o in objs]
    print(p, all(repr(x) == repr(y) for x, y in zip(objs, back)), len(pickle.dumps(objs[:27], p)))
print(pickle.dumps([1, "a", {"k": (None, True)}], 2), pickle.dumps({"x": 1.5}, 0), pickle.dumps(b"ab", 4), pickle.dumps([10**20], 4))
class S:
    def __init__(self): self.x, self.y = 1, 2
    def __getstate__(self): return {"x": self.x * 10}
    def __setstate__(self, st): self.__dict__.update(st, restored=True)
class Sl:
    __slots__ = ("a", "b")
    def __init__(self): self.a = 1
class G:
    def __new__(cls, a, *, k): o = super().__new__(cls); o.a, o.k = a, k; return o
    def __getnewargs_ex__(self): return (self.a,), {"k": self.k}
class L(list): pass
l = L([1, 2]); l.attr = "x"
q = pickle.loads(pickle.dumps(S())); print(vars(q), pickle.loads(pickle.dumps(Sl())).a, vars(pickle.loads(pickle.dumps(G(1, k=2)))), pickle.loads(pickle.dumps(l)), pickle.loads(pickle.dumps(l)).attr)
rec = []; rec.append(rec); x = pickle.loads(pickle.dumps(rec)); print(x[0] is x); dd = {}; dd["d"] = dd; y = pickle.loads(pickle.dumps(dd)); print(y["d"] is y)
shared = ["s"]; z = pickle.loads(pickle.dumps([shared, shared])); print(z[0] is z[1])
import io
b = io.BytesIO(); pk = pickle.Pickler(b); pk.dump(1); pk.dump("two"); b.seek(0); up = pickle.Unpickler(b); print(up.load(), up.load())
class Safe(pickle.Unpickler):
    def find_class(self, m, n): raise pickle.UnpicklingError(f"forbidden {m}.{n}")
try:
    Safe(io.BytesIO(pickle.dumps(N(1)))).load()
except pickle.UnpicklingError as exc:
    print(exc)
