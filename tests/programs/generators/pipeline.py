import itertools
def numbers(n):
    for i in range(n): yield i
def keep(pred, src):
    for x in src:
        if pred(x): yield x
def window(src, n):
    buf = []
    for x in src:
        buf.append(x)
        if len(buf) == n: yield tuple(buf); buf.pop(0)
def coroutine(f):
    def start(*a): g = f(*a); next(g); return g
    return start
@coroutine
def average():
    total = count = 0
    avg = None
    while True:
        x = yield avg
        total += x; count += 1; avg = total / count
@coroutine
def broadcast(*targets):
    while True:
        x = yield
        for t in targets: t.send(x)
@coroutine
def collect(out):
    try:
        while True: out.append((yield))
    finally: out.append("closed")
print(list(keep(lambda x: x % 3 == 0, numbers(20))), list(window(numbers(5), 3)), sum(x * y for x, y in zip(numbers(5), numbers(5))))
a = average(); print([a.send(x) for x in (10, 20, 60)])
o1, o2 = [], []; b = broadcast(collect(o1), collect(o2)); [b.send(i) for i in "xy"]; b.close(); print(o1[:2], o2[:2])
def interleave(*its):
    its = [iter(i) for i in its]
    while its:
        for i in its[:]:
            try: yield next(i)
            except StopIteration: its.remove(i)
print("".join(interleave("abc", "12345", "XY")), list(itertools.chain.from_iterable(numbers(i) for i in range(4))))
def primes():
    yield 2
    found = [2]
    for n in itertools.count(3, 2):
        if all(n % p for p in itertools.takewhile(lambda p: p * p <= n, found)): found.append(n); yield n
print(list(itertools.islice(primes(), 15)))
def countdown(n):
    while n > 0:
        jump = yield n
        n = n - 1 if jump is None else jump
g = countdown(10); print(next(g), g.send(3), list(g))
class Tree:
    def __init__(self, v, *kids): self.v, self.kids = v, kids
    def __iter__(self):
        yield self.v
        for k in self.kids: yield from k
    def levels(self):
        row = [self]
        while row: yield [t.v for t in row]; row = [k for t in row for k in t.kids]
t = Tree(1, Tree(2, Tree(4)), Tree(3)); print(list(t), list(t.levels()), max(t), sorted(t, reverse=True), 4 in t)
def with_return():
    a = yield 1; b = yield 2
    return a, b
def outer():
    r = yield from with_return(); yield r
h = outer(); print(next(h), h.send("A"), h.send("B")); 
def gen_exc():
    while True:
        try: yield "ok"
        except ZeroDivisionError: yield "caught"
e = gen_exc(); print(next(e), e.throw(ZeroDivisionError), next(e)); perm = lambda s: (c + p for i, c in enumerate(s) for p in perm(s[:i] + s[i + 1:])) if s else iter([""]); print(list(perm("abc"))); print(dict(itertools.groupby([1, 1, 2], str)).keys(), [list(x) for x in [iter("ab")] * 2])
