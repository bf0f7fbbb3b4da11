def count(n):
    i = 0
    while i < n:
        yield i
        i += 1
print(list(count(4)), sum(count(5)), [x * 2 for x in count(3)], list(x for x in count(6) if x % 2))
g = count(2); print(next(g), next(g), next(g, "end"))
def both(): yield 1; yield from count(2); yield from "ab"
print(list(both()))
def echo():
    r = None
    while True: r = yield r
e = echo(); next(e); print(e.send(5), e.send("x")); e.close()
def fib():
    a, b = 0, 1
    while True: yield a; a, b = b, a + b
for x in fib():
    if x > 50: break
    print(x, end=" ")
print()
a, b, c = count(3); print(a, b, c, max(count(9)), dict(zip("ab", count(2))), any(x > 1 for x in count(3)), list(map(lambda x: x + 1, count(3))), list(enumerate(count(2))))
