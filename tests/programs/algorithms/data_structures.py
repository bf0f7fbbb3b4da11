class Node:
    __slots__ = ("key", "left", "right")
    def __init__(self, key): self.key, self.left, self.right = key, None, None
class Tree:
    def __init__(self, items=()):
        self.root, self.n = None, 0
        for i in items: self.add(i)
    def add(self, key):
        if self.root is None: self.root = Node(key); self.n = 1; return True
        node = self.root
        while True:
            if key == node.key: return False
            side = "left" if key < node.key else "right"
            nxt = getattr(node, side)
            if nxt is None: setattr(node, side, Node(key)); self.n += 1; return True
            node = nxt
    def __contains__(self, key):
        node = self.root
        while node and node.key != key: node = node.left if key < node.key else node.right
        return node is not None
    def __iter__(self):
        def walk(n):
            if n: yield from walk(n.left); yield n.key; yield from walk(n.right)
        return walk(self.root)
    def __len__(self): return self.n
    def depth(self):
        def d(n): return 1 + max(d(n.left), d(n.right)) if n else 0
        return d(self.root)
t = Tree([50, 30, 70, 20, 40, 60, 80, 30]); print(list(t), len(t), 40 in t, 45 in t, t.depth(), t.add(45), t.add(45), max(t), sum(t))
class LRU:
    def __init__(self, size): self.size, self.d = size, {}
    def get(self, k):
        if k in self.d: v = self.d.pop(k); self.d[k] = v; return v
    def put(self, k, v):
        self.d.pop(k, None); self.d[k] = v
        if len(self.d) > self.size: del self.d[next(iter(self.d))]
c = LRU(2); c.put(1, "a"); c.put(2, "b"); c.get(1); c.put(3, "c"); print(c.d, c.get(2))
class Trie(dict):
    def insert(self, w):
        n = self
        for ch in w: n = n.setdefault(ch, {})
        n["$"] = w
    def complete(self, p):
        n = self
        for ch in p:
            if ch not in n: return []
            n = n[ch]
        out, stack = [], [n]
        while stack:
            x = stack.pop()
            out += [v for k, v in x.items() if k == "$"]; stack += [v for k, v in x.items() if k != "$"]
        return sorted(out)
tr = Trie(); [tr.insert(w) for w in ("car", "card", "care", "cat", "dog")]; print(tr.complete("car"), tr.complete("z"), tr.complete("")[-1])
class Linked:
    class N:
        def __init__(self, v, nxt=None): self.v, self.nxt = v, nxt
    def __init__(self, it=()):
        self.head = None
        for v in reversed(list(it)): self.head = self.N(v, self.head)
    def __iter__(self):
        n = self.head
        while n: yield n.v; n = n.nxt
    def reverse(self):
        p, n = None, self.head
        while n: n.nxt, p, n = p, n, n.nxt
        self.head = p; return self
    def __eq__(self, o): return list(self) == list(o)
    def __repr__(self): return " -> ".join(map(repr, self)) or "empty"
print(Linked("abc"), Linked("abc").reverse(), Linked(), Linked([1]) == Linked([1]))
class UF:
    def __init__(self, n): self.p = list(range(n))
    def find(self, x):
        while self.p[x] != x: self.p[x] = self.p[self.p[x]]; x = self.p[x]
        return x
    def union(self, a, b): self.p[self.find(a)] = self.find(b)
u = UF(6); u.union(0, 1); u.union(1, 2); u.union(4, 5); print(len({u.find(i) for i in range(6)}), u.find(0) == u.find(2))
class Heap(list):
    def push(self, v):
        self.append(v); i = len(self) - 1
        while i and self[(i - 1) // 2] > self[i]: self[i], self[(i - 1) // 2] = self[(i - 1) // 2], self[i]; i = (i - 1) // 2
    def take(self):
        self[0], self[-1] = self[-1], self[0]; v = self.pop(); i = 0
        while (c := 2 * i + 1) < len(self):
            if c + 1 < len(self) and self[c + 1] < self[c]: c += 1
            if self[i] <= self[c]: break
            self[i], self[c] = self[c], self[i]; i = c
        return v
h = Heap(); [h.push(v) for v in (5, 2, 8, 1, 9, 3)]; print([h.take() for _ in range(6)])
class Matrix2(dict):
    def __missing__(self, k): return 0
m = Matrix2(); m[1, 2] += 5; m[1, 2] += 1; print(m, m[0, 0], len(m)); class_ = type("Stack", (list,), {"push": list.append, "top": property(lambda s: s[-1]), "__bool__": lambda s: True}); s = class_(); s.push(1); s.push(2); print(s.top, s.pop(), s, bool(class_()))
