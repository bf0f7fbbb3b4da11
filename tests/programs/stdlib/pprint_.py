from pprint import *
import dataclasses, collections
print(pformat([1, 2]), pformat({"b": 1, "a": 2}), pformat({"b": 1, "a": 2}, sort_dicts=False), pformat("x" * 50, width=30), pformat(list(range(40)), width=40, compact=True))
pprint({"key" + str(i): list(range(i * 3)) for i in range(6)}, width=40)
pprint([["nested", ["deeper", ["deepest" * 3, {"k": ("t", 1)}]]] * 2], width=30, indent=2)
pprint([[[[1]]]], depth=2); pprint({"a": {"b": {"c": {}}}}, depth=1); pprint((1,)); pprint(()); pprint({"a"}); pprint(frozenset([3, 1])); pprint({(1, 2): "x", "s": None, 3: 4})
r = [1]; r.append(r); print(pformat(r).split("id=")[0], isrecursive(r), isreadable(r), isreadable([1]), saferepr({1: 2}))
@dataclasses.dataclass
class P:
    name: str
    items: list
pprint(P("n" * 20, list(range(20))), width=40)
pprint(collections.OrderedDict((str(i) * 8, i) for i in range(5)), width=40); pprint(collections.Counter("hello world this is"), width=30); pprint(collections.deque(range(30)), width=40); pprint(collections.defaultdict(list, {"abcdefgh" * 2: [1, 2], "zzzz" * 5: []}), width=30)
pprint("a long string with several words that must be broken over lines", width=25); pprint([b"bytes" * 12], width=30); pprint({"text": "line one\nline two\nline three is longer than the others"}, width=30)
pprint(10**10, underscore_numbers=True); pp({"z": 1, "a": 2}); pprint([1.5, None, True, ...]); pprint(range(3)); pprint(print); import types; pprint(types.SimpleNamespace(alpha="a" * 20, beta=list(range(15))), width=40)
import io; s = io.StringIO(); PrettyPrinter(indent=4, width=20, stream=s).pprint({"aaaa": "bbbb", "cccc": ["dddd", "eeee"]}); print(s.getvalue())
