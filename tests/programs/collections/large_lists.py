"""Lists that grow beyond what is copied at each step, with other objects made meanwhile."""
import gc


def grow(n):
    lists = [[] for _ in range(3)]
    for i in range(n):
        for numbered in lists:
            numbered.append(i if i % 3 else str(i))
    for numbered in lists:
        assert len(numbered) == n
        assert all(v == (i if i % 3 else str(i)) for i, v in enumerate(numbered))
    first, copy = lists[0], list(lists[0])
    first.extend(first)
    assert first[:n] == copy and first[n:] == copy
    first += tuple(range(n))
    assert first[-1] == n - 1 and len(first) == 3 * n
    del first[100:]
    first.extend(x * 2 for x in range(n))
    assert first[99:102] == [str(99), 0, 2] and first[-1] == 2 * (n - 1)
    gc.collect()
    assert lists[1] == copy == lists[2]


def walk(n):
    x = [0] * n
    for i in range(n):
        x.insert(len(x) // 2, [i])
    seen = 0
    for v in x:
        seen += 1
        if seen < 3 * n:
            x.append((seen,))
    gc.collect()
    return seen, len(x), x[n // 2], x[-1], sum(isinstance(v, list) for v in x)


for n in (100, 5000, 30000):
    grow(n)
print(walk(3000))
print(len(tuple(x for x in range(50000))), len([*range(20000), *"ab"] * 3), sorted(map(str, range(30000)))[12345])

# Bound methods of native objects, called by Python and by native code.
numbers = []
append, get, split = numbers.append, {"a": 1}.get, "a,b c".split
for i in range(3):
    append(i)
print(numbers, get("a"), get("b"), get("b", 2), split(), split(","), split(",", 1), split(sep=" "))
print(list(map(get, "ab")), sorted("ba", key={"a": 2, "b": 1}.get), max(["a", "bb"], key=len), list(map("{:>3}".format, numbers)))
print(list(map(str.upper, "ab")), list(map("abc".startswith, "ab")), min([3, 1], [2], key=sum))
for call in (lambda: append(), lambda: append(1, 2), lambda: append(x=1), lambda: get(), lambda: get(1, 2, 3), lambda: list(map(append, [1], [2])), lambda: dict.fromkeys(), lambda: [*1], lambda: str.upper(1)):
    try:
        call()
    except TypeError as e:
        print(e)
