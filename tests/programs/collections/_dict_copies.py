"""Dicts of each kind, whole and with holes, copied in each way."""

from collections import Counter, OrderedDict, defaultdict


def check_copies(*sizes):
    for n in sizes:
        whole = {str(i): i for i in range(n)}
        holed = dict(whole)
        for i in range(0, n, 3):
            del holed[str(i)]
        popped = dict(whole)
        for _ in range(n - n // 10):
            popped.popitem()
        mixed = {**whole, 1: 2, (): 3}
        for source in whole, holed, popped, mixed, OrderedDict(holed), defaultdict(int, whole), Counter(whole):
            before = list(source.items())
            for make in (dict, dict.copy, lambda d: {**d}, lambda d: {} | d, lambda d: d.copy(), lambda d: {}.__ior__(d)):
                made = make(source)
                assert list(made.items()) == before and made == source and len(made) == len(before)
                made["new"] = made["newer"] = 0
                made.pop("4", None)
                made["4"] = "last"
                assert list(made)[-1] == "4" and "new" in made and "nowhere" not in made and list(source.items()) == before
                for key in list(made):
                    del made[key]
                assert not made and list(source.items()) == before
        ordered = OrderedDict(whole)
        for key in list(ordered)[:3]:
            ordered.move_to_end(key)
        assert list(dict(ordered).items()) == list(ordered.items()) and ordered.copy() == ordered
