"""Views of a dict: set operations, comparisons, reversed, the mapping proxy, and changes while iterating."""
import types


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


d = {1: "one", 2: "two", 3: [3]}
keys, values, items = d.keys(), d.values(), d.items()
print(keys, values, items, len(items), list(reversed(keys)), list(reversed(items)))
print(keys & [1, 5], keys | {9}, keys - (1, 2), keys ^ [3, 4], {1, 7} & keys, [1] | keys)
print(keys == {1, 2, 3}, keys <= {1, 2, 3, 4}, keys > {1}, keys.isdisjoint([8]), items.isdisjoint([(1, "one")]), values == d.values())
print((1, "one") in items, (3, [3]) in items, (1,) in items, 5 in items, "two" in values)
attempt(lambda: items & [(1, "one")])
attempt(lambda: items | [])
attempt(lambda: keys & 5)
attempt(lambda: keys < [1])
attempt(lambda: hash(keys))
attempt(lambda: values & [])
attempt(lambda: items ^ {(1, "one")})
attempt(lambda: keys.mapping)
attempt(lambda: keys.mapping.__setitem__(1, 2))
d[4] = "four"
print(len(keys), list(items)[-1])
proxy = types.MappingProxyType(d)
print(proxy[1], len(proxy), proxy | {5: 5}, proxy == d, proxy.copy() is d, list(reversed(proxy)), repr(proxy)[:14], proxy.get(9, "none"))
attempt(lambda: proxy.__delitem__)
attempt(lambda: types.MappingProxyType([1]))
attempt(lambda: types.MappingProxyType(5))
attempt(lambda: hash(proxy))
attempt(lambda: proxy.__ior__({}))
attempt(lambda: proxy[99])


def walk(change):
    mapping = {"a": 1, "b": 2}
    for key in mapping:
        change(mapping)
    return mapping


attempt(lambda: walk(lambda m: m.update(c=3)))
attempt(lambda: walk(lambda m: m.pop("a")))
attempt(lambda: walk(lambda m: m.update(b=5)))
attempt(lambda: walk(lambda m: (m.pop("a", 0), m.update(z=1))))
iterator = iter({1: 1, 2: 2})
next(iterator)
print(iterator.__length_hint__(), type(iterator).__name__, type(iter(values)).__name__, type(reversed(items)).__name__)
for action in (lambda: {}[1], lambda: {}.pop("k"), lambda: {}.popitem(), lambda: dict(5), lambda: dict([1]), lambda: dict([(1, 2, 3)]), lambda: dict({}, {}),
               lambda: {}.update([[]]), lambda: {[]: 1}, lambda: {1: 2} | [(3, 4)], lambda: {1: 2}.__ior__([(3, 4)]), lambda: dict(**{1: 2}), lambda: {}.fromkeys("ab", 0),
               lambda: {}.setdefault([]), lambda: {1: 1} < {2: 2}, lambda: dict.fromkeys(5), lambda: {"a": 1}.get(), lambda: {**5}):
    attempt(action)
