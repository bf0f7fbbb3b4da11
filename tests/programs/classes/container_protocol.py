class Seq:
    def __init__(self, *items): self.items = list(items)
    def __len__(self): return len(self.items)
    def __getitem__(self, i):
        print("get", i, end="; ")
        return self.items[i]
    def __setitem__(self, i, v):
        print("set", i, v)
        self.items[i] = v
    def __delitem__(self, i):
        print("del", i)
        del self.items[i]
s = Seq(1, 2, 3, 4)
print(s[0], s[-1], s[1:3], s[::2], s[:])
s[1] = 20
s[1:2] = [5, 6]
del s[0]
del s[::2]
print(s.items)
print(list(s))
print(2 in s, 6 in s)
print(list(reversed(s)))
print(list(iter(s)), max(s))
a, b = s
print(a, b)
class Idx:
    def __index__(self): return 1
print([10, 20, 30][Idx()], "abc"[Idx():], (1, 2)[Idx()], range(10)[Idx()])
class D:
    def __getitem__(self, k): return k
d = D()
print(d[1, 2], d[1:2], d[::], d[1:2, 3], d[...], d[()], d[*[1, 2]], d[1, *[2, 3]], d[:, 1], d["k"], d[None])
class Missing(dict):
    def __missing__(self, k):
        self[k] = len(k)
        return self[k]
m = Missing()
print(m["abc"], m, m.get("zz"))
class Contains:
    def __contains__(self, x): return "truthy" if x == 1 else 0
print(1 in Contains(), 2 in Contains(), 2 not in Contains())
class IterOnly:
    def __iter__(self): return iter([1, 2, 3])
print(2 in IterOnly(), 5 in IterOnly(), [*IterOnly()])
for f in (lambda: len(IterOnly()), lambda: IterOnly()[0], lambda: reversed(IterOnly()), lambda: 1 in D(), lambda: next(IterOnly())):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
class BadLen:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
for n in (-1, 1.5, "x", 2**70, None):
    try:
        print(len(BadLen(n)))
    except Exception as exc:
        print(type(exc).__name__, exc)
class BadIter:
    def __iter__(self): return 1
class BadNext:
    def __iter__(self): return self
for bad in (BadIter(), BadNext()):
    try:
        iter(bad)
    except TypeError as exc:
        print(exc)
