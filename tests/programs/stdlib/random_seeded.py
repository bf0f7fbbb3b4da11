"""random with seeds of each kind: the numbers themselves, states saved, weights, and refusals."""
import random


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


for seed in (0, 1, -1, 2**70, 1.5, "text", b"bytes", bytearray(b"ba"), True):
    r = random.Random(seed)
    print(repr(seed), r.random(), r.getrandbits(70), r.randrange(1000), r.choice("abcdef"))
r = random.Random(42)
state = r.getstate()
first = [r.randint(1, 6) for _ in range(10)]
r.setstate(state)
print(first, first == [r.randint(1, 6) for _ in range(10)], state[0], len(state[1]), state[2])
print(r.sample(range(10**12), 3), r.sample("abcd", 4), r.sample([1, 2], counts=[3, 1], k=4), r.choices([1, 2, 3], weights=[0, 1, 5], k=6), r.choices("ab", cum_weights=[1, 9], k=3))
items = list(range(10))
r.shuffle(items)
print(items, r.randbytes(5).hex(), r.getrandbits(0), r.randrange(10, 0, -3), r.randrange(5, 6), r.uniform(2, 2))
for name, arguments in (("gauss", (0, 1)), ("gauss", (5, 2)), ("normalvariate", (0, 1)), ("expovariate", (2,)), ("triangular", (0, 10, 3)), ("betavariate", (2, 3)), ("gammavariate", (0.5, 2)), ("gammavariate", (3, 1)), ("lognormvariate", (0, 0.5)),
                        ("paretovariate", (3,)), ("weibullvariate", (1, 2)), ("vonmisesvariate", (1, 2)), ("binomialvariate", (20, 0.3)), ("binomialvariate", (1000, 0.9))):
    print(name, round(getattr(r, name)(*arguments), 10))
for action in (lambda: r.randrange(0), lambda: r.randrange(5, 5), lambda: r.randrange(1.5), lambda: r.randrange(1, 9, 0), lambda: r.randint(3, 1), lambda: r.choice([]), lambda: r.choice({1}), lambda: r.sample([1], 2), lambda: r.sample({1, 2}, 1),
               lambda: r.sample([1], -1), lambda: r.sample([1], counts=[-1], k=1), lambda: r.choices([], k=1), lambda: r.choices([1], [0]), lambda: r.choices([1, 2], [1]), lambda: r.choices([1], [1], cum_weights=[1]), lambda: r.choices([1], [float("inf")]),
               lambda: r.getrandbits(-1), lambda: r.getrandbits("x"), lambda: r.shuffle("abc"), lambda: r.setstate((1, 2, 3)), lambda: r.setstate(5), lambda: random.Random([]), lambda: random.Random(None) is None, lambda: r.randbytes(-1),
               lambda: r.binomialvariate(-1), lambda: r.seed(5, version=1), lambda: r.gammavariate(-1, 1)):
    attempt(action)


class Fixed(random.Random):
    def random(self):
        return 0.5


print(Fixed().randrange(10), Fixed().choice("abc"), Fixed(3).sample(range(5), 2))
