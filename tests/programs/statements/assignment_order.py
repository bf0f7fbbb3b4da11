def trace(name, value):
    print(name, end=" ")
    return value

class Box:
    def __init__(self, name):
        self.__dict__["name"] = name
    def __setattr__(self, key, value):
        print(f"{self.name}.{key}={value}", end=" ")
    def __setitem__(self, key, value):
        print(f"{self.name}[{key}]={value}", end=" ")
    def __getitem__(self, key):
        print(f"get {self.name}[{key}]", end=" ")
        return 10

a = b = c = []
a.append(1)
print(a, b is c)
trace("obj", Box("p")).attr = trace("value", 1)
print()
trace("o1", Box("q"))[trace("key", "k")] = trace("o2", Box("r")).z = trace("value", 2)
print()
x, trace("t", Box("s")).y, *rest = trace("v", (1, 2, 3, 4))
print(x, rest)
box = Box("u")
box[trace("i", 5)] += trace("v", 7)
print()
i = 0
values = [0, 0, 0]
i, values[i] = 1, 9
print(i, values)
i, values[i], i = 2, 8, 0
print(i, values)
(p, q), [r, (s, *t)] = (1, 2), [3, (4, 5, 6)]
print(p, q, r, s, t)
d = {}
d["x"], d["y"] = d["z"] = 1, 2
print(d)
for d["k"], values[1] in [(1, 2), (3, 4)]:
    print(d["k"], values)
