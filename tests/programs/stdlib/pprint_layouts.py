"""pprint: widths, depths, compact and underscored numbers, sorted keys, cycles, and long strings."""
import collections
import dataclasses
import pprint
import types

data = {"b": list(range(12)), "a": {"nested": ("x" * 20, "y" * 20)}, 3: None}
pprint.pprint(list(data.values()), width=40)
pprint.pprint({"k": data["b"], "j": 1}, width=20, compact=True)
pprint.pprint(data["a"], depth=1)
pprint.pprint({"z": 1, "a": 2}, sort_dicts=False, width=5)
pprint.pp({"z": 1, "a": 2}, indent=4, width=5)
pprint.pprint([1234567, -10**9, 5.5], underscore_numbers=True)
pprint.pprint("several words in a string that is long " * 3, width=40)
pprint.pprint(b"bytes that are long too " * 3, width=30)
cycle = [1]
cycle.append(cycle)
print(pprint.isrecursive(cycle), pprint.isreadable(cycle), pprint.isreadable({1: "a"}), pprint.saferepr([1, {"b": 2, "a": 1}]))
pprint.pprint(collections.OrderedDict(a=1, b=[1] * 20), width=30)
pprint.pprint(collections.Counter("aab"), width=5)
pprint.pprint(collections.deque(range(9), maxlen=9), width=20)
pprint.pprint(collections.ChainMap({"a": 1}, {"b": "c" * 20}), width=20)
pprint.pprint(collections.defaultdict(int, {"a" * 20: 1, "b" * 20: 2}), width=30)
pprint.pprint(types.SimpleNamespace(first="a" * 20, second="b" * 20), width=30)
pprint.pprint(types.MappingProxyType({"a" * 20: 1, "b" * 20: 2}), width=30)
pprint.pprint({3, 1, 2}, width=3)
pprint.pprint(({1: 2}.keys(), frozenset([2])), width=10)


@dataclasses.dataclass
class Point:
    x: int
    label: str


pprint.pprint([Point(1, "a" * 30), Point(2, "b")], width=30)
for arguments in ({"width": 0}, {"indent": -1}, {"depth": 0}):
    try:
        pprint.pprint(1, **arguments)
    except ValueError as error:
        print(error)
