import traceback
class O:
    def __init__(self): self.attr = None
    def method(self, *args, **kw): raise ValueError("in method")
o = O()
lst = [1, 2]
d = {"a": {"b": None}}
def t1(): return o.attr.inner.value + 1
def t2(): return lst[0] + lst[5] * 3
def t3(): return d["a"]["b"]["c"]["d"]
def t4(): return o.method(1, 2, key="value")
def t5():
    return (1 + 2) * "x" @ 3
def t6():
    x = [i / 0 for i in range(3)]
def t7():
    for a, b in [(1, 2, 3)]: pass
def t8():
    return some_function(1,
                         undefined_variable,
                         3)
def t9():
    assert o.attr is not None, "attr is None"
def t10():
    raise RuntimeError("explicit") from None
def t11(): lst[10] = 5
def t12(): del d["zz"]
def t13(): o.x.y = 1
def t14(): return -"abc"
def t15(): return not_callable()()
not_callable = lambda: 5
def t16():
    with o: pass
def t17(): import no_such_module_xyz
def t18(): from os import no_such_name_xyz
def t19(): return f"{1/0} text"
def t20(): return max(1, "a", key=None) if lst else {}
def t21(): return "é" + lst["ü"] + 1
def t22():
    return (lst
            .index(1)
            .bit_length()
            .nope)
def t23(): lst.append(1).append(2)
def t24(): return 1 < 2 < "a"
def t25(): return [*5]
def t26(): return {**5}
def t27(): return o.method(*5)
def t28(): a, b = 1
def t29():
    class Bad(5): pass
def t30(): return lambda: (yield)  # no error
for i in range(1, 31):
    try:
        globals()[f"t{i}"]()
    except Exception:
        print("".join(traceback.format_exc().splitlines(keepends=True)[3:]), end="")
