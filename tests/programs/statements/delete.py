x = 1
del x
try:
    x
except NameError as exc:
    print(exc)
a, b, c = 1, 2, 3
del a, (b, c)
print([n for n in "abc" if n in globals()])
lst = list(range(10))
del lst[0], lst[-1], lst[2:4]
print(lst)
del lst[::2]
print(lst)
del lst[:]
print(lst)
d = {"a": 1, "b": 2}
del d["a"]
try:
    del d["a"]
except KeyError as exc:
    print(repr(exc))

class C:
    def __delattr__(self, name):
        print("delattr", name)
    def __delitem__(self, key):
        print("delitem", key)

c = C()
del c.x, c[1], c[1:2, ...]

def f():
    y = 1
    del y
    try:
        print(y)
    except UnboundLocalError as exc:
        print(exc)
    def g():
        return z
    z = 2
    print(g())
    del z
    try:
        g()
    except NameError as exc:
        print(exc)
    for i in range(2):
        pass
    del i
    print("i" in locals())
f()
for code in ("del 1", "del f()", "del a + b", "del (yield)", "del None", "del *a", "del x.y[0] = 1"):
    try:
        compile(code, "<s>", "exec")
    except SyntaxError as exc:
        print(code, "->", exc.msg)
try:
    del (1).real
except AttributeError as exc:
    print(exc)
try:
    del (1, 2)[0]
except TypeError as exc:
    print(exc)
