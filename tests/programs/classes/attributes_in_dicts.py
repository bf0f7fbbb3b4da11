"""Attributes that live in slots, in a dict, and on their way from one to the other, at sites that have seen both."""
import types


class A:
    shared = "class"

    def m(self):
        return "method"


def read(o):
    return o.x


def call(o):
    return o.m()


def shared(o):
    return o.shared


def store(o, v):
    o.x = v


def show(o):
    for f in read, call, shared:
        try:
            print(f.__name__, f(o), end="; ")
        except AttributeError as e:
            print(e, end="; ")
    print(list(vars(o)) if o.__class__ is A else sorted(vars(o)))


def fresh(materialise):
    a = A()
    if materialise:
        vars(a)
    return a


# Every order of steps, at the same sites.
for materialise in False, True, False, True:
    a = fresh(materialise)
    show(a)
    for value in 1, 2, 3:
        store(a, value)
        print(read(a), call(a), shared(a))
    a.m = lambda: "own"
    a.shared = "own"
    print(read(a), call(a), shared(a))
    show(a)
    del a.m, a.shared
    print(read(a), call(a), shared(a))
    del a.x
    show(a)
    store(a, 5)
    show(a)
    vars(a)["x"] = 6
    print(read(a))
    vars(a).clear()
    show(a)
    vars(a).update(y=0, x=7)
    print(read(a), a.y)
    a.__dict__ = {"m": lambda: "replaced", "x": 8}
    print(read(a), call(a), shared(a))

# Deleting moves the attributes behind down, in order.
for n in 1, 5, 17, 30:
    for gone in {0, n // 2, n - 1}:
        a = A()
        for i in range(n):
            setattr(a, f"a{i}", i)
        delattr(a, f"a{gone}")
        try:
            delattr(a, f"a{gone}")
        except AttributeError as e:
            print(e)
        print([getattr(a, f"a{i}", None) for i in range(n)])
        a.last = "last"
        setattr(a, f"a{gone}", "again")
        print(list(a.__dict__.items()))


class WithSlots:
    __slots__ = "s", "__dict__"


for materialise in False, True:
    w = WithSlots()
    if materialise:
        vars(w)
    w.x = 1
    w.s = 2
    w.y = 3
    del w.x
    print(w.s, w.y, vars(w))
    del w.s
    print(hasattr(w, "s"), w.y, vars(w))

# Objects used as dicts: very many attributes, or none in common.
a = A()
for i in range(300):
    setattr(a, f"k{i}", i)
for i in range(0, 300, 2):
    delattr(a, f"k{i}")
print(len(vars(a)), list(vars(a))[:4], a.k299, call(a))
objects = []
for j in range(50):
    a = A()
    for i in range(40):
        setattr(a, f"k{j}_{i}", i)
    a.x = j
    objects.append(a)
print(sum(read(a) for a in objects), sum(len(vars(a)) for a in objects), {call(a) for a in objects})

# Native objects with attributes.
n = types.SimpleNamespace(x=1)


def f():
    pass


for o in n, f, n, f:
    store(o, 1)
    print(read(o))
    store(o, 2)
    o.other = 3
    print(read(o), sorted(vars(o)))
    del o.x
    try:
        read(o)
    except AttributeError as e:
        print(e)
    vars(o)["x"] = 4
    print(read(o))


class B(types.SimpleNamespace):
    shared = "class"
    m = A.m


for _ in range(2):
    for o in B(), A(), B(x=1), A():
        for _ in range(2):
            store(o, 1)
            print(read(o), call(o), shared(o), end=" ")
        o.shared = 2
        print(shared(o))
    A.shared = B.shared = "changed"
