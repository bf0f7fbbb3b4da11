counter = 0
registry = {}
def register(name):
    def deco(f):
        registry[name] = f
        return f
    return deco
@register("inc")
def inc():
    global counter
    counter += 1
    return counter
@register("dec")
def dec():
    global counter
    counter -= 1
    return counter
for op in ("inc", "inc", "dec", "inc"): registry[op]()
print(counter, sorted(registry), "counter" in globals(), globals()["counter"])
globals()["dynamic"] = 42; print(dynamic)
def uses_later(): return later()
def later(): return "defined later"
print(uses_later())
def later(): return "redefined"
print(uses_later()); del later
try: uses_later()
except NameError as e: print(e)
len = lambda x: "shadowed"; print(len([1])); del len; print(len([1]))
x = 1
class A:
    x = 2
    def get(self): return x
print(A().get(), A.x)
if True: y = "made in if"
for z in range(3): pass
print(y, z)
import sys; sys.modules[__name__].injected = "inj"; print(injected)
try: __missing
except NameError as e: print(e)
