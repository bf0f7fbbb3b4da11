class C:
    def none(): pass
    def one(self): pass
    def two(self, x): pass
    def opt(self, x, y=1, *, k): pass
    @classmethod
    def cm(cls, a): pass
    @staticmethod
    def sm(a): pass
    def __init__(self, v=None): pass
    def __call__(self, q): pass
    def __len__(self, extra): return 1
    def __getitem__(self): pass
    def __eq__(self): return True
class D:
    def __new__(cls, a): return super().__new__(cls)
class E(D):
    def __init__(self, a, b): pass
class F: pass
c = C()
calls = [lambda: c.none(), lambda: c.one(1), lambda: C.one(), lambda: c.two(), lambda: c.two(1, 2), lambda: c.two(y=1), lambda: c.opt(1),
         lambda: c.opt(1, 2, 3, k=1), lambda: c.opt(k=1), lambda: C.cm(), lambda: c.cm(1, 2), lambda: C.sm(), lambda: c.sm(1, 2), lambda: C(1, 2),
         lambda: C(w=1), lambda: c(), lambda: c(1, 2), lambda: len(c), lambda: c[0], lambda: c == 1, lambda: D(), lambda: D(1, 2), lambda: E(1),
         lambda: E(1, 2), lambda: F(1), lambda: F(x=1), lambda: object.__new__(), lambda: object.__new__(5), lambda: F.__new__(F, 1),
         lambda: F().__init__(1), lambda: int.__new__(str), lambda: object.__new__(int), lambda: str.upper(), lambda: str.upper(5),
         lambda: str.upper("a", 1), lambda: list.append([]), lambda: [].append(), lambda: [].append(1, 2), lambda: [].append(x=1), lambda: {}.get(),
         lambda: {}.get(1, 2, 3), lambda: {}.update(1, 2), lambda: "".split(sep=1), lambda: "".split(nope=1), lambda: [].sort(1), lambda: [].sort(kex=1),
         lambda: (1).to_bytes(), lambda: (1).to_bytes(x=1), lambda: (300).to_bytes(1), lambda: int.from_bytes(), lambda: int.from_bytes("a"),
         lambda: dict.fromkeys(), lambda: "".encode("nope"), lambda: "".encode(1), lambda: "{}".format_map(1), lambda: "".startswith(1),
         lambda: "".strip(1), lambda: "a".center(), lambda: "a".center("b"), lambda: "a".center(5, "bc"), lambda: "a".zfill("b"),
         lambda: "a".translate(1), lambda: str.maketrans("a", "bc"), lambda: str.maketrans(1), lambda: "a".expandtabs("x")]
for i, call in enumerate(calls):
    try:
        print(i, call())
    except Exception as exc:
        print(i, type(exc).__name__ + ":", exc)
