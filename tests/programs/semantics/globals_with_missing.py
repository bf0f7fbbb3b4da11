# A subclass of dict as globals is asked as a mapping, by functions that are made there, too.
class Globals(dict):
    def __missing__(self, key):
        if key.startswith("n"):
            return int(key[1:])
        raise KeyError(key)


g = Globals()
assert eval("n1 + n2", g) == 3
f = eval("lambda: n10 + n20 + len('abc')", g)
assert f() == f() == 33
exec("""
def outer():
    class C:
        def m(self): return n6
    return C().m(), [n7 for _ in range(2)], (lambda: n8)()
y = n9
""", g)
assert g["outer"]() == (6, [7, 7], 8) and g["y"] == 9
try:
    exec("class C:\n    x = n5", g)
except NameError as e:
    assert e.name == "n5"
else:
    assert False
try:
    eval("lambda: missing", g)()
except NameError as e:
    assert e.name == "missing"
else:
    assert False
