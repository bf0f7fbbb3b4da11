class It:
    def __init__(self, n): self.i, self.n = 0, n
    def __iter__(self): return self
    def __next__(self):
        if self.i >= self.n: raise StopIteration("end")
        self.i += 1
        return self.i
it = It(3); print(next(it), list(it), list(it), next(It(0), "default"))
try: next(It(0))
except StopIteration as exc: print(exc.value)
class Seq:
    def __getitem__(self, i):
        if i == 3: raise IndexError
        return i * i
print(list(Seq()), 4 in Seq(), tuple(iter(Seq())), [*Seq()], max(Seq()), list(zip(Seq(), "ab")), dict(enumerate(Seq())))
class Bad:
    def __iter__(self): return self
    def __next__(self): raise ValueError("in next")
for f in (list, tuple, set, sum, sorted, lambda b: [x for x in b], lambda b: [*b], lambda b: max(b), lambda b: dict(b), lambda b: "".join(b), lambda b: 5 in b, lambda b: list(map(str, b)), lambda b: next(b, 1)):
    try: f(Bad())
    except ValueError as exc: print(exc, end="; ")
print()
a = iter([1, 2, 3]); b = iter("ab"); print(next(a), a.__length_hint__(), a.__reduce__()[1], list(a), a.__length_hint__(), type(b).__name__, type(iter({})).__name__, type(iter(set())).__name__, type(iter(())).__name__, type(iter(range(1))).__name__, type(iter(b"")).__name__, type(reversed([])).__name__, type(iter({}.items())).__name__, type(iter(lambda: 0, 1)).__name__, type(enumerate([])).__name__, type(zip()).__name__, type(map(len, [])).__name__)
l = [1, 2]; i = iter(l); next(i); l.append(3); print(list(i)); l.append(4); print(list(i)); r = reversed(l); l.pop(); print(next(r, "none"))
import copy; c = iter([1, 2, 3]); next(c); d = copy.copy(c); print(next(c), next(d)); print(iter(c) is c, hasattr(c, "__next__"), hasattr([], "__next__"), next(iter([None]), "d"))
class LenHint:
    def __iter__(self): return iter([1])
    def __length_hint__(self): return 5
class BadHint(LenHint):
    def __length_hint__(self): return -1
print(list(LenHint()))
try: list(BadHint())
except ValueError as exc: print(exc)
class Inf:
    def __iter__(self): return self
    def __next__(self): return 7
x, y, *_ = zip(Inf(), range(3)); print(x, y, _); print(sum(v for v, _ in zip(Inf(), range(4))), [v for v, _ in zip(range(2), Inf())])
m = map(lambda q: 10 // q, [1, 0, 2]); print(next(m))
try: next(m)
except ZeroDivisionError: print(next(m), list(m))
def g(): yield 1; return 2
z = zip(g(), g()); print(list(z), list(zip(*[[1, 2], [3, 4]])), list(map(None.__class__, [])), list(filter(lambda v: v > 1, map(int, "123"))))
try: iter(5)
except TypeError as exc: print(exc)
try: iter([], [])
except TypeError as exc: print(exc)
try: for_ = [x for x in It]
except TypeError as exc: print(exc)
try: a, b = It(3)
except ValueError as exc: print(exc)
