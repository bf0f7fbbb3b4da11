import random, hashlib
r = random.Random(3)
class C:
    log = []
    __slots__ = "v", "i"
    def __init__(self, v, i): self.v, self.i = v, i
    def __lt__(self, o):
        C.log.append((self.i, o.i))
        return self.v < o.v
total = hashlib.md5()
for n in [0, 1, 2, 3, 5, 10, 31, 63, 64, 65, 100, 129, 200, 333, 1000]:
    for kind in range(7):
        v = [r.randrange(n + 1) for _ in range(n)]
        if kind == 1: v.sort()
        elif kind == 2: v.sort(reverse=True)
        elif kind == 3: v = [x % 4 for x in v]
        elif kind == 4: v = sorted(v[:n // 2]) + sorted(v[n // 2:])
        elif kind == 5: v = sorted(v); v[n // 2:] = v[n // 2:][::-1]; v[:3] = v[-3:]
        elif kind == 6: v = [x // 3 for x in sorted(v, reverse=True)]; v[n // 3:n // 2] = sorted(v[n // 3:n // 2])
        C.log = []
        items = [C(x, i) for i, x in enumerate(v)]
        if kind % 2: items.sort(reverse=n % 3 == 0)
        else: items = [items[i] for i in sorted(range(n), key=lambda i: items[i], reverse=n % 3 == 0)]
        assert [c.v for c in items] == sorted(v, reverse=n % 3 == 0)
        print(n, kind, len(C.log), hashlib.md5(repr((C.log, [c.i for c in items])).encode()).hexdigest()[:8])
nan = float("nan")
for n in (3, 10, 100):
    v = [r.choice([nan, float(r.randrange(n))]) for _ in range(n)]
    print(sorted(v), sorted(v, key=lambda x: (x, 1), reverse=True))
class Bad(C):
    def __lt__(self, o):
        if len(C.log) == 700: raise ValueError
        return C.__lt__(self, o)
C.log = []
l = [Bad(r.randrange(300), i) for i in range(300)]
try: l.sort()
except ValueError: print(len(l), sorted(c.i for c in l) == list(range(300)))
