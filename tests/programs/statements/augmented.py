class Acc:
    def __init__(self):
        self.log = []
    def __iadd__(self, other):
        self.log.append(("iadd", other))
        return self
    def __isub__(self, other):
        return "replaced"
    def __mul__(self, other):
        return ("mul", other)
    def __imatmul__(self, other):
        return NotImplemented
    def __matmul__(self, other):
        return ("matmul", other)

a = b = Acc()
a += 1
a += [2]
print(a is b, a.log)
a *= 3
print(a)
b @= 4
print(b)
c = Acc()
c -= 1
print(c)
x = [1]
y = x
x += (2, 3)
x += "ab"
x *= 2
print(x is y, x)
t = (1,)
u = t
t += (2,)
print(t, u)
s = {1, 2}
v = s
s |= {3}
s &= {2, 3, 4}
s ^= {4}
s -= {3}
print(s, s is v)
d = {"a": 1}
d |= {"b": 2}
d |= [("c", 3)]
print(d)
n = 10
for op in ("n += 5", "n -= 1", "n *= 3", "n //= 4", "n **= 2", "n %= 23", "n <<= 4", "n |= 1", "n ^= 7", "n >>= 1", "n &= 30", "n /= 4"):
    exec(op)
    print(op, "->", n)
t = ([1],)
try:
    t[0] += [2]
except TypeError as exc:
    print(exc, t)
try:
    n += "x"
except TypeError as exc:
    print(exc)
try:
    n @= 1
except TypeError as exc:
    print(exc)
try:
    undefined += 1
except NameError as exc:
    print(exc)
