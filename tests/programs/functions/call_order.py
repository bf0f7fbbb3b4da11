def t(x):
    print(x, end=" ")
    return x
class F:
    def __call__(self, *a, **k):
        print("call", a, k)
def fn():
    print("fn", end=" ")
    return F()
fn()(t(1), *[t(2), t(3)], t(4), k=t(5), **{"z": t(6)}, y=t(7))
fn()(*t((1,)), *t((2, 3)), a=t("a"))
class Meth:
    def __getattr__(self, name):
        print("get", name, end=" ")
        return lambda *a, **k: print("->", a, k)
Meth().run(t("arg"), key=t("kw"))
class Iter:
    def __iter__(self):
        print("iter", end=" ")
        return iter((8, 9))
class Map:
    def keys(self):
        print("keys", end=" ")
        return ["p", "q"]
    def __getitem__(self, k):
        print("item", k, end=" ")
        return k * 2
fn()(*Iter(), t(0), **Map())
print({**Map(), "r": t(1)})
print([*Iter(), *Iter()], (*Iter(),), {*Iter()})
def dec(n):
    print("dec", n, end=" ")
    def apply(f):
        print("apply", n, end=" ")
        return f
    return apply
@dec(1)
@dec(2)
def decorated(a: t("ann") = t("default")): pass
print()
print(t(1) + t(2) * t(3) - t(4) ** t(2))
print(t([1, 2])[t(0)], {t("k"): t("v")}, t(3) if t(1) else t(4))
x = [t(0), t(1)][t(1)]
try:
    undefined_function(t("not evaluated"))
except NameError as exc:
    print(exc)
try:
    (lambda f: f(t("evaluated")))(None)
except TypeError as exc:
    print(exc)
