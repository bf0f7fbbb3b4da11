"""f_locals of a running function: written through to variables and cells, extra names, and its methods."""
import sys


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


def writes():
    x, y = 1, 2
    proxy = sys._getframe().f_locals
    proxy["x"] = 10
    proxy["fresh"] = 5
    print(x, sorted(key for key in proxy), proxy["fresh"], "fresh" in locals(), len(proxy), "nope" in proxy)
    y += 1
    print(proxy["y"], proxy.get("z"), proxy.setdefault("x", 0), (proxy | {"a": 1})["a"])
    attempt(lambda: proxy.pop("x"))
    attempt(lambda: proxy.__delitem__("x"))
    attempt(lambda: proxy["missing"])
    attempt(lambda: proxy.clear())
    attempt(lambda: proxy.pop("fresh"))
    proxy.update({"y": 30, "other": 4})
    print(y, proxy.pop("other", None), type(proxy).__name__, type(proxy.copy()).__name__)
    proxy |= {"x": 11}
    return x


def cells():
    shared = "first"

    def reader():
        return shared

    sys._getframe().f_locals["shared"] = "second"
    return reader(), shared


def from_callee():
    value = 1
    poke()
    return value


def poke():
    sys._getframe(1).f_locals["value"] = "poked"


def snapshot():
    a = 1
    before = locals()
    a = 2
    before["a"] = 99
    return a, before["a"], locals() is locals(), sys._getframe().f_locals is sys._getframe().f_locals


def unbound():
    proxy = sys._getframe().f_locals
    print("later" in proxy, list(proxy))
    proxy["later"] = "set early"
    if proxy:
        print(later)
    later = 1
    del later
    print("later" in proxy, list(reversed(proxy)))


def generator():
    item = 1
    while True:
        yield item


print(writes())
print(cells(), from_callee(), snapshot())
unbound()
g = generator()
next(g)
g.gi_frame.f_locals["item"] = "from outside"
print(next(g), g.gi_frame.f_locals == {"item": "from outside"})


class Body:
    name = 1
    sys._getframe().f_locals["injected"] = 2
    locals()["another"] = 3
    print(type(locals()).__name__)


print(Body.injected, Body.another)
