# Weak references, proxies, weak containers and finalisers.
import gc
import weakref

class Node:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"Node({self.name})"

    def __len__(self):
        return 3

    def __add__(self, other):
        return self.name + str(other)

    def __call__(self, *args):
        return args

def make(n):
    return [Node(str(i)) for i in range(n)]

def clobber(n=50):
    # Overwrites what dead frames left on the stack.
    if n:
        x = [n] * 4
        return clobber(n - 1)

nodes = make(20)
refs = [weakref.ref(n) for n in nodes]
gone = []
watched = [weakref.ref(n, lambda r: gone.append(1)) for n in nodes]
print(refs[3]() is nodes[3], refs[3] == weakref.ref(nodes[3]), refs[3] is weakref.ref(nodes[3]))
print(weakref.getweakrefcount(nodes[0]))
p = weakref.proxy(nodes[5])
print(p.name, len(p), p + 1, p(1, 2), type(p).__name__, bool(p), str(p))
p.extra = 4
print(nodes[5].extra)
d = weakref.WeakValueDictionary((n.name, n) for n in nodes)
k = weakref.WeakKeyDictionary((n, n.name) for n in nodes)
s = weakref.WeakSet(nodes)
print(len(d), len(k), len(s), d["7"], nodes[7] in s, k[nodes[2]])
ended = []
weakref.finalize(nodes[0], ended.append, "end")
n = None
del nodes, p
clobber()
gc.collect()
gc.collect()
# A conservative stack may keep one or two.
print(sum(r() is None for r in refs) >= 17, len(gone) >= 17, len(d) <= 3, len(s) <= 3, len(k) <= 3)
for bad in (lambda: weakref.ref(1), lambda: weakref.ref(), lambda: weakref.ref(Node, 1, 2), lambda: hash(weakref.proxy(Node))):
    try:
        bad()
    except TypeError as e:
        print(e)

class Sub(weakref.ref):
    def __new__(cls, ob, callback=None, tag=None):
        self = super().__new__(cls, ob, callback)
        self.tag = tag
        return self

    def __init__(self, ob, callback=None, tag=None):
        super().__init__(ob, callback)

x = Node("x")
r = Sub(x, None, "t")
print(r.tag, r() is x, r == weakref.ref(x), isinstance(r, weakref.ref))

class M:
    def m(self):
        return "called"

m = M()
wm = weakref.WeakMethod(m.m)
print(wm()())
