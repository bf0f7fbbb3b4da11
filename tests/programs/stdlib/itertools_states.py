"""itertools: copies, odd sizes, laziness, and the words of each refusal."""
import copy
import itertools as it
import operator


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


def noisy(n):
    for i in range(n):
        print("pull", i, end="; ")
        yield i


print(it.count(5), it.count(1.5, 0.5), it.count(5, -2), it.repeat("a", 3), it.repeat(None), operator.length_hint(it.repeat(1, 7)))
print(list(it.islice(it.count(10**20, 10**19), 3)), list(it.islice(it.count(1j, 2), 2)), next(it.count(2**63 - 1)))
a, b = it.tee(noisy(4))
print(next(a), next(a), next(b), list(a), list(b))
third = copy.copy(it.tee([1, 2, 3])[0])
print(list(third), len(it.tee([], 0)), list(it.batched("abcdefg", 3)), list(it.pairwise([1])), list(it.pairwise("abc")))
groups = it.groupby([1, 1, 2, 2, 1])
key, first = next(groups)
next(groups)
print(key, list(first), [(k, len(list(g))) for k, g in it.groupby("aAbB", str.lower)])
s = it.islice(noisy(10), 1, 6, 2)
print(next(s), list(s))
print(list(it.accumulate([1, 2, 3], operator.mul, initial=10)), list(it.accumulate([])), list(it.accumulate([], initial=5)))
print(list(it.chain.from_iterable(["ab", [1]])), list(it.compress("abcd", [1, 0, "x"])), list(it.zip_longest("ab", [1], fillvalue="-")))
print(list(it.product("ab", repeat=2))[1:3], list(it.product()), list(it.permutations(range(3), 2))[-1], list(it.combinations("abc", 4)), list(it.combinations_with_replacement("ab", 2)))
print(list(it.starmap(pow, [(2, 3), (3, 2)])), list(it.takewhile(bool, [1, 0, 1])), list(it.dropwhile(bool, [1, 0, 1])), list(it.filterfalse(None, [0, 1, ""])))
cycle = it.cycle(noisy(2))
print([next(cycle) for _ in range(5)])
for action in (lambda: it.islice([1], -1), lambda: it.islice([1], 0, 5, 0), lambda: it.islice([1], "a"), lambda: it.islice([1]), lambda: it.count("a"), lambda: it.count(1, "b"), lambda: it.repeat(), lambda: it.repeat(1, "x"),
               lambda: it.repeat(1, -5), lambda: it.product([1], repeat=-1), lambda: it.product([1], other=1), lambda: it.combinations([1], -1), lambda: it.permutations([1], "a"), lambda: it.batched([1], 0),
               lambda: list(it.batched("abc", 2, strict=True)), lambda: it.tee([], -1), lambda: it.tee(5), lambda: list(it.chain(5)), lambda: it.cycle(5), lambda: list(it.starmap(pow, [5])),
               lambda: list(it.starmap(pow, [(1,)])), lambda: it.zip_longest(1), lambda: it.zip_longest([1], fill=1), lambda: it.groupby(), lambda: list(it.accumulate([1, "a"])), lambda: it.accumulate(5), lambda: next(it.cycle([])),
               lambda: it.pairwise(), lambda: it.compress([1]), lambda: len(it.count()), lambda: copy.copy(it.count(3)), lambda: next(copy.deepcopy(it.repeat(1, 0)))):
    attempt(action)
