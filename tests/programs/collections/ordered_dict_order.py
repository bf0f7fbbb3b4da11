"""OrderedDict: the order can be changed at both ends, equality minds it, iterators notice changes."""
import copy
import pickle
from collections import OrderedDict


def raises(error, text, f, *args, **kwargs):
    try:
        f(*args, **kwargs)
    except error as e:
        assert str(e) == text, str(e)
    else:
        raise AssertionError("nothing raised")


od = OrderedDict(a=1, b=2, c=3)
od.move_to_end("a")
assert list(od) == ["b", "c", "a"]
od.move_to_end("c", last=False)
od.move_to_end("a", False)
assert list(od.items()) == [("a", 1), ("c", 3), ("b", 2)] and list(reversed(od)) == ["b", "c", "a"]
assert od == {"a": 1, "b": 2, "c": 3} and od != OrderedDict(a=1, b=2, c=3) and od == OrderedDict(a=1, c=3, b=2)
assert repr(od) == "OrderedDict({'a': 1, 'c': 3, 'b': 2})" and repr(OrderedDict()) == "OrderedDict()"
assert od.popitem(last=False) == ("a", 1) and od.popitem() == ("b", 2)
raises(KeyError, "'dictionary is empty'", OrderedDict().popitem)
raises(KeyError, "'z'", od.move_to_end, "z")
assert od.pop("z", default=5) == 5 and od.setdefault("n") is None
assert type(od | {}) is OrderedDict and type({} | od) is OrderedDict
raises(TypeError, "expected at most 1 argument, got 2", OrderedDict, [], [])
raises(ValueError, "need more than 1 value to unpack", OrderedDict, [(1,)])

od["self"] = od
assert repr(od) == "OrderedDict({'c': 3, 'n': None, 'self': ...})"
del od["self"]


class Sub(OrderedDict):
    def __missing__(self, key):
        return "missing"


s = Sub(a=1)
s.attribute = 5
assert s["zz"] == "missing" and copy.copy(s).attribute == 5 and type(s.copy()) is Sub
for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    again = pickle.loads(pickle.dumps(OrderedDict(x=1, y=2), protocol))
    assert list(again.items()) == [("x", 1), ("y", 2)] and type(again) is OrderedDict


def change_while_iterating(change):
    od = OrderedDict.fromkeys("abcd")
    for key in od:
        change(od, key)


for change in (lambda od, k: od.move_to_end(k), lambda od, k: od.setdefault(k + "x"), lambda od, k: od.pop(k), lambda od, k: od.clear()):
    raises(RuntimeError, "OrderedDict mutated during iteration", change_while_iterating, change)

# The last item may change what it likes.
for key in (one := OrderedDict(a=1)):
    one[key + "x"] = 1

# A queue of limited length stays quick at both ends.
queue = OrderedDict()
for i in range(20000):
    queue[i] = None
    if len(queue) > 100:
        queue.popitem(last=False)
    if i % 3 == 0:
        queue.move_to_end(next(iter(queue)))
    if i % 7 == 0:
        queue.move_to_end(i, last=False)
assert len(queue) == 100 and len(set(queue)) == 100
