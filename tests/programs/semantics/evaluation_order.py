def t(x, r=None): print(x, end=" "); return r if r is not None else x
t(1) + t(2) * t(3); t(1) < t(2) < t(3); t(0) or t(1) and t(2); print()
[t(1), t(2)]; {t("k1"): t("v1"), t("k2"): t("v2")}; (t(1), *t([2, 3]), t(4)); {t(1), t(2)}; print()
t("f", lambda *a, **k: None)(t(1), *t([2]), t(3), k=t(4), **t({"z": 5})); t([1, 2])[t(0):t(2):t(1)]; t("if") if t("cond") else t("else"); print()
class O:
    def __setattr__(self, n, v): print(f"set {n}", end=" ")
    def __setitem__(self, k, v): print(f"item {k}", end=" ")
    def __getattr__(self, n): print(f"get {n}", end=" "); return 1
    def __getitem__(self, k): print(f"getitem {k}", end=" "); return 1
    def __delattr__(self, n): print(f"del {n}", end=" ")
    def __delitem__(self, k): print(f"delitem {k}", end=" ")
o = O()
t("o", o).a = t("rhs"); t("o", o)[t("k")] = t("rhs"); t("o", o).a, t("o", o)[t("k")] = t("r1"), t("r2"); print()
t("o", o).a += t(5); t("o", o)[t("k")] += t(6); print()
t("o", o).x = t("o2", o).y = t("v"); del t("o", o).a, t("o", o)[t("k")]; print()
for t("o", o)[t("i")] in t("it", [1, 2]): t("body")
print()
with_ = []
class CM:
    def __init__(self, n): self.n = n
    def __enter__(self): print(f"enter{self.n}", end=" "); return self
    def __exit__(self, *a): print(f"exit{self.n}", end=" ")
with t("cm1", CM(1)) as t("o", o).a, t("cm2", CM(2)) as t("o", o)[t("k")]: t("body")
print()
@t("d1", lambda f: t("apply1", f))
@t("d2", lambda f: t("apply2", f))
def f(a=t("def1"), *, b=t("kwdef")): pass
print()
@t("cd", lambda c: c)
class C(t("base", object), metaclass=t("meta", type)): t("class body")
print()
[t(("x", x)) for x in t("outer", [1, 2]) if t("cond")]; {t(("k", x)): t(("v", x)) for x in [1]}; print()
lambda a=t("lambda default"): t("never"); f"{t('a')}{t('b'):{t('>5')}}{t('c')!r}"; t("a") in t("c", ["a"]); not t(1); -t(2); print()
try: raise t("exc", ValueError("x")) from t("cause", KeyError("y"))
except t("match1", KeyError): pass
except t("match2", ValueError): print("handled")
assert t("assert ok"), t("msg not evaluated"); x = y = t("chained"); x, y = t("a"), t("b"); a, *b = t("star", [1, 2]); print()
def g(): yield t("y1"); r = yield t("y2"); return t("ret")
list(g()); print(); print((t("walrus"), w := t("val"), t("after"))[1], w)
global_list = [0, 1]; i = 0; i, global_list[i] = 1, "set"; print(global_list, i); i = global_list[i] = 0; print(global_list, i)
