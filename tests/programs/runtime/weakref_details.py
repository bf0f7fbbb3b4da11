"""weakref: callbacks and their order, proxies, WeakMethod, finalize, weak containers, and refusals."""
import gc
import weakref


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


class Node:
    def __init__(self, name):
        self.name = name

    def method(self):
        return "method of " + self.name

    def __len__(self):
        return 3


def free():
    gc.collect()


a = Node("a")
ref = weakref.ref(a)
print(ref() is a, weakref.ref(a) is ref, ref.__callback__, ref == weakref.ref(a, print), weakref.getweakrefcount(a) >= 1, hash(ref) == hash(a))
proxy = weakref.proxy(a)
print(proxy.name, len(proxy), type(proxy).__name__, proxy.method(), isinstance(proxy, Node), proxy.__class__ is Node)
attempt(lambda: hash(proxy))
attempt(lambda: proxy + 1)
attempt(lambda: proxy())
method = weakref.WeakMethod(a.method)
print(method()(), type(weakref.proxy(len if False else Node.method)).__name__)
final = weakref.finalize(a, print, "finalized", sep="")
values, keys, members = weakref.WeakValueDictionary(one=a), weakref.WeakKeyDictionary({a: 1}), weakref.WeakSet([a])
print(final.alive, len(values), len(keys), len(members), a in members, values["one"].name, list(keys.values()), final.peek()[1:])
other = weakref.ref(a, lambda r: print("callback", r() is None, r is other))
del a
free()
print(ref(), final.alive, len(values), len(keys), len(members), method())
attempt(lambda: proxy.name)
attempt(lambda: proxy.method)
attempt(lambda: len(proxy))
attempt(lambda: bool(proxy))

attempt(lambda: final())
for value in (5, "text", (1,), None, [], {}, 1.5):
    attempt(lambda: weakref.ref(value))
attempt(lambda: weakref.ref())
attempt(lambda: weakref.ref(Node("x"), 1, 2))
attempt(lambda: weakref.proxy(5))
attempt(lambda: weakref.WeakMethod(len))
attempt(lambda: values["one"])
for value in ({1}, frozenset(), lambda: 0, int, Node, (x for x in "")):
    attempt(lambda: type(weakref.ref(value)).__name__)
e = weakref.finalize(Node, print, "never printed")
print(e.detach() is not None, e.alive, e.detach())
