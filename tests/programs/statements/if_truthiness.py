class L:
    def __init__(self, n):
        self.n = n
    def __len__(self):
        return self.n
class B(L):
    def __bool__(self):
        return True
class Neg:
    def __len__(self):
        return -1
class Bad:
    def __bool__(self):
        return 1
class Big:
    def __len__(self):
        return 2**100

values = [0, 1, -1, 0.0, -0.0, 0j, 1e-300, "", " ", b"", [], [0], (), (None,), {}, {1: 2}, set(), frozenset(), range(0),
          range(3, 3), None, ..., True, False, NotImplementedError, L(0), L(2), B(0), object(), float("nan"), bytearray()]
print("".join("T" if v else "F" for v in values))
for v in (Neg(), Bad(), Big()):
    try:
        print(bool(v))
    except Exception as exc:
        print(type(exc).__name__, exc)
try:
    bool(NotImplemented)
except TypeError as exc:
    print(exc)
def grade(n):
    if n >= 90:
        return "A"
    elif n >= 80:
        return "B"
    elif n >= 70: return "C"
    else:
        return "F"
print([grade(n) for n in (95, 85, 75, 5)])
print(0 or [] or "last", 1 and "x" and (), not [], not not "a")
print("yes" if [] else "no" if {} else "third")
x = 5
print(x if x > 3 else y)
def side(v):
    print("side", v, end="; ")
    return v
print(side(0) or side(2) or side(3))
print(side(1) and side(0) and side(3))
print(not side(0))
if 0: pass
elif (n := 10) > 5 and n % 2 == 0: print("walrus", n)
