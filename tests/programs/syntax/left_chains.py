# Chains that lean to the left are as long as they like.
x = 2
print(eval("+".join(["1"] * 5000)), eval("x" + "+x-x" * 3000), eval("'a'" + "+'b'" * 4000).count("b"))
print(eval("x" + ".real" * 2000), eval("y" + "[0]" * 50, {"y": (lambda f: f(f, 50))(lambda f, n: [f(f, n - 1)] if n else 9)}))
def call(): return call
print(eval("call" + "()" * 1000) is call)
nested = [[1, [2, 3]]]
def items(a): return a[0][1][a[0][0]].real.bit_length().__add__(a[0][1][0])
print(items(nested), nested[0][1][1].real)
class Order:
    def __init__(self, log): self.log = log
    def __repr__(self): return "o"
    def __getattr__(self, name): self.log.append(name); return self
    def __getitem__(self, key): self.log.append(key); return self
    def __call__(self, *args): self.log.append(args); return self
    def __add__(self, other): self.log.append("+"); return self
log = []
o = Order(log)
o.a[log.append("key") or 1].b(log.append("arg") or 2, 3)[o.c]("x").d + o.e + o.f[0]
print(log)
