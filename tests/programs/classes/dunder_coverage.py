log = []
def make(name, result=None):
    def f(self, *a): log.append(name); return result
    return f
names = "len getitem setitem delitem contains iter reversed call enter exit hash eq ne lt le gt ge bool int float complex index str repr format bytes add sub mul truediv floordiv mod pow matmul and or xor lshift rshift neg pos abs invert round divmod dir sizeof missing copy deepcopy".split()
res = dict(len=3, getitem="item", contains=1, reversed="rev", call="called", enter="entered", hash=5, eq=True, ne=False, bool=True, int=1, float=1.5, complex=1j, index=1, str="s", repr="r", format="f", bytes=b"b", dir=["d"], sizeof=10, copy="c", deepcopy="dc")
C = type("C", (), {f"__{n}__": make(n, res.get(n, n)) for n in names})
C.__iter__ = lambda self: (log.append("iter"), iter([1, 2]))[1]
o = C(); import copy, sys
print(len(o), o[0], 5 in o, list(o), reversed(o), o(1), hash(o), o == 1, o != 1, o < 1, o <= 1, o > 1, o >= 1, bool(o), int(o), float(o), complex(o), hex(o), str(o), repr(o), f"{o:x}", bytes(o), sep="|")
print(o + 1, o - 1, o * 1, o / 1, o // 1, o % 1, o ** 1, o @ 1, o & 1, o | 1, o ^ 1, o << 1, o >> 1, -o, +o, abs(o), ~o, round(o), divmod(o, 1), dir(o), copy.copy(o), copy.deepcopy(o), sep="|")
o[1] = 2; del o[1]
with o as e: print(e)
print(log); log.clear(); [*o]; a, b = o; max(o); sorted(o); print(*o); {o: 1}[o]; o in [o]; [o].index(o); "%s %r" % (o, o); "{!a}".format(o); print(log)
for n, f in (("getitem", lambda x: x[0]), ("len", len), ("call", lambda x: x()), ("iter", iter), ("contains", lambda x: 1 in x), ("enter", lambda x: x.__enter__), ("add", lambda x: x + 1), ("neg", lambda x: -x), ("index", lambda x: [1][x]), ("setitem", lambda x: x.__setitem__)):
    delattr(C, f"__{n}__")
    try: print(n, f(o))
    except Exception as exc: print(n, type(exc).__name__, exc)
