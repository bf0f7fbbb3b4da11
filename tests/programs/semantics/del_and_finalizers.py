import gc
log = []
class D:
    def __init__(self, n): self.n = n
    def __del__(self): log.append(self.n)
def collect():
    for _ in range(3): gc.collect()
def scope():
    a = D("local")
    b = [D("in list"), D("in list 2")]
    return len(b)
scope(); collect(); print(sorted(log)); log.clear()
def cyc():
    x, y = D("x"), D("y"); x.o, y.o = y, x
cyc(); collect(); print(sorted(log)); log.clear()
def gen():
    try: yield 1
    finally: log.append("generator closed")
def part(): next(gen())
part(); collect(); print(log); log.clear()
saved = []
class R:
    def __del__(self): saved.append(self)
def res(): R()
res(); collect(); print(len(saved), type(saved[0]).__name__); saved.clear()
d = D("reassigned")
def drop():
    global d
    d = None
drop(); collect(); print(log); log.clear(); import weakref
class W: pass
def weak():
    w = W(); return weakref.ref(w)
r = weak(); collect(); print(r())
