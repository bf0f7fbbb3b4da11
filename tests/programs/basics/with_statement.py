class CM:
    def __init__(self, n, swallow=False): self.n, self.swallow = n, swallow
    def __enter__(self): print("enter", self.n); return self.n
    def __exit__(self, t, v, tb): print("exit", self.n, t.__name__ if t else None); return self.swallow
with CM(1) as a, CM(2) as b: print(a, b)
with CM(3, True): raise ValueError("x")
try:
    with CM(4): raise KeyError("k")
except KeyError as e: print("caught", e)
def f():
    with CM(5): return "ret"
print(f())
for i in range(2):
    with CM(6 + i):
        if i == 0: continue
        break
