import random
r = random.Random(42)
print([r.random() for _ in range(3)], [r.randint(1, 100) for _ in range(5)], [r.randrange(0, 1000, 7) for _ in range(3)], r.choice("abcdef"), r.uniform(1, 2), r.gauss(0, 1), r.normalvariate(5, 2))
l = list(range(10)); r.shuffle(l); print(l, r.sample(range(100), 5), r.sample("abc", k=2), r.choices("ab", k=5), r.choices([1, 2, 3], weights=[1, 2, 3], k=4), r.choices("xy", cum_weights=[1, 10], k=3))
print(r.getrandbits(70), r.randbytes(4), r.expovariate(1.5), r.triangular(0, 1, 0.5), r.betavariate(1, 2), r.gammavariate(2, 1), r.lognormvariate(0, 1), r.vonmisesvariate(0, 1), r.paretovariate(3), r.weibullvariate(1, 2), r.binomialvariate(10, 0.3))
random.seed("text"); print(random.random()); random.seed(b"bytes"); print(random.random()); random.seed(3.5); print(random.random()); random.seed(2**100); print(random.random()); random.seed(-5); print(random.random()); random.seed("text", version=1); print(random.random())
s = r.getstate(); a = r.random(); r.setstate(s); print(a == r.random(), s[0], len(s[1]))
print(r.sample(["a", "b"], counts=[3, 2], k=4), r.randrange(5), r.randint(3, 3), r.randrange(2**80))
for f in (lambda: r.choice([]), lambda: r.randint(5, 1), lambda: r.randrange(0), lambda: r.sample([1], 2), lambda: r.sample({1, 2}, 1), lambda: r.choices([], k=1), lambda: r.choices([1, 2], weights=[0, 0]), lambda: r.choices([1], weights=[1, 2]), lambda: r.randrange(1.5), lambda: r.seed([]), lambda: r.getrandbits(-1), lambda: r.shuffle((1, 2)), lambda: r.randrange(1, 10, 0), lambda: r.sample([1], -1)):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
class Own(random.Random):
    def random(self): return 0.25
print(Own().choice("abcd"), Own().randint(0, 7), Own().uniform(0, 8))
