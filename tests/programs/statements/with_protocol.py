class CM:
    def __init__(self, name, swallow=False, fail=None):
        self.name, self.swallow, self.fail = name, swallow, fail
    def __enter__(self):
        print("enter", self.name)
        if self.fail == "enter":
            raise ValueError("enter " + self.name)
        return self.name.upper()
    def __exit__(self, kind, value, tb):
        print("exit", self.name, kind and kind.__name__, value, tb is not None)
        if self.fail == "exit":
            raise KeyError("exit " + self.name)
        return self.swallow

with CM("a") as a, CM("b") as b:
    print(a, b)
with CM("c", swallow=True):
    raise RuntimeError("boom")
print("after")
try:
    with CM("d"), CM("e", fail="enter"):
        print("never")
except ValueError as exc:
    print("caught", exc)
try:
    with CM("f", fail="exit"):
        1 / 0
except KeyError as exc:
    print("caught", exc, repr(exc.__context__))
with (
    CM("g") as g,
    CM("h") as (h),
):
    print(g, h)
def ret():
    with CM("i"):
        return "returned"
print(ret())
for k in range(3):
    with CM(f"loop{k}"):
        if k == 0:
            continue
        break
with CM("t") as [x]:
    print(x)
class NoExit:
    def __enter__(self): pass
class NoEnter:
    def __exit__(self, *a): pass
for bad in (NoExit(), NoEnter(), 5):
    try:
        with bad:
            pass
    except TypeError as exc:
        print(exc)
class OnInstance: pass
o = OnInstance()
o.__enter__ = o.__exit__ = lambda *a: None
try:
    with o: pass
except TypeError as exc:
    print(exc)
class Truthy(CM):
    def __exit__(self, *a):
        return [1]
with Truthy("j"):
    raise SystemExit
print("done")
