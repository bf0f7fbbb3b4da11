class G:
    def __init__(self):
        object.__setattr__(self, "log", [])
    def __getattribute__(self, name):
        if name != "log" and not name.startswith("__"):
            object.__getattribute__(self, "log").append("getattribute " + name)
        return super().__getattribute__(name)
    def __getattr__(self, name):
        self.log.append("getattr " + name)
        if name.startswith("dyn_"):
            return name[4:]
        raise AttributeError(f"no {name}")
    def __setattr__(self, name, value):
        self.log.append(f"set {name}")
        super().__setattr__(name, value)
    def __delattr__(self, name):
        self.log.append(f"del {name}")
        super().__delattr__(name)
    def __dir__(self):
        return ["z", "a", "m"]
g = G()
g.x = 1
print(g.x, g.dyn_hello)
del g.x
try:
    g.x
except AttributeError as exc:
    print(exc)
print(hasattr(g, "q"), getattr(g, "q", "default"), getattr(g, "dyn_q"))
print(g.log)
print(dir(g))
setattr(g, "not an identifier", 5)
print(getattr(g, "not an identifier"), vars(g).keys())
class Delegate:
    def __init__(self, target): self._t = target
    def __getattr__(self, name): return getattr(self._t, name)
d = Delegate([3, 1, 2])
d.sort()
d.append(9)
print(d._t, d.__len__(), d.count(1))
try:
    len(d)
except TypeError as exc:
    print(exc)
class Own:
    def __getattribute__(self, name): return f"<{name}>"
print(Own().anything, Own().__dict__, Own().__class__, type(Own()).__name__)
class Bad:
    def __getattr__(self, name): raise ValueError("not attribute error")
try:
    hasattr(Bad(), "x")
except ValueError as exc:
    print(exc)
class BadDir:
    def __dir__(self): return 5
try:
    dir(BadDir())
except TypeError as exc:
    print(exc)
class Suggest:
    def __init__(self): self.colour = 1
try:
    Suggest().color
except AttributeError as exc:
    print(exc, exc.name)
for name in (1, None):
    for f in (lambda: getattr(g, name), lambda: setattr(g, name, 1), lambda: hasattr(g, name), lambda: delattr(g, name)):
        try:
            f()
        except TypeError as exc:
            print(exc)
