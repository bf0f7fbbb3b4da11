from itertools import *
import operator
print(list(islice(count(3), 4)), list(islice(count(0.5, 0.25), 3)), list(islice(count(10, -3), 4)), list(islice(cycle("ab"), 5)), list(repeat(7, 3)), list(repeat("x", 0)))
print(list(chain("ab", [1], ())), list(chain.from_iterable([[1], (2, 3)])), list(accumulate([1, 2, 3, 4])), list(accumulate([3, 1, 4], max)), list(accumulate("abc", lambda a, b: b + a)), list(accumulate([1, 2], initial=10)))
print(list(compress("abcdef", [1, 0, 1, 0, 1])), list(dropwhile(lambda x: x < 3, [1, 3, 2])), list(takewhile(lambda x: x < 3, [1, 3, 2])), list(filterfalse(lambda x: x % 2, range(5))), list(filterfalse(None, [0, 1, ""])))
print([(k, list(g)) for k, g in groupby("aabbca")], [(k, [x for x in g]) for k, g in groupby([1, 3, 2, 4], key=lambda x: x % 2)])
print(list(product("ab", [1, 2])), list(product([0, 1], repeat=2)), list(product()), list(product("", "a")))
print(list(permutations("abc", 2)), list(permutations([1, 2])), list(combinations("abcd", 3)), list(combinations([1, 2], 3)), list(combinations_with_replacement("ab", 2)), list(permutations("ab", 0)))
print(list(starmap(pow, [(2, 3), (3, 2)])), list(zip_longest("abc", [1], fillvalue="-")), list(zip_longest()), list(pairwise("abcd")), list(pairwise([1])), list(batched("abcdefg", 3)), list(islice("abcdef", 1, None, 2)), list(islice("abc", 0)))
a, b, c = tee([1, 2, 3], 3)
print(next(a), list(b), list(a), next(c), list(c))
g = groupby("aab")
k, first = next(g); k2, second = next(g)
print(list(first), k2, list(second))
for f in (lambda: list(islice([1], -1)), lambda: list(islice([1], 0, 1, 0)), lambda: islice([1]), lambda: list(combinations("a", -1)), lambda: list(batched("ab", 0)), lambda: list(batched("abc", 2, strict=True)), lambda: count("a"), lambda: list(product("a", repeat=-1)), lambda: list(starmap(pow, [1])), lambda: tee([1], -1), lambda: list(chain(1)), lambda: repeat(1, "a"), lambda: list(zip([1], [1, 2], strict=True)), lambda: list(zip([1, 2], [1], strict=True)), lambda: list(map(lambda a, b: 0, [1], [1, 2], strict=True)), lambda: list(accumulate([1, "a"])), lambda: groupby(), lambda: list(zip_longest("a", fill=1))):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
print(repeat(5, 2), count(1), count(1, 2), type(chain()).__name__, operator.length_hint(repeat(1, 5)), sum(1 for _ in takewhile(lambda x: x < 50, accumulate(count(1)))))
print(list(map(lambda *a: sum(a), [1, 2], [3, 4], [5, 6])), list(zip(*[iter("abcdef")] * 2)), list(enumerate("ab", 5)), list(enumerate("ab", start=-1)), list(reversed(list(zip("ab", count())))), next(iter(zip()), "empty"))
