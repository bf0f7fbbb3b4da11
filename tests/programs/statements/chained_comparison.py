def v(x):
    print(x, end=" ")
    return x
print(v(1) < v(2) < v(3))
print(v(1) < v(0) < v(3))
print(v(1) < v(2) > v(0) != v(5) is not None)
print(1 < 2 == 2, (1 < 2) == 2, 1 < (2 == 2))
print(1 in [1, 2] == True, (1 in [1, 2]) == True, 1 in ([1, 2] == True,))
print(1 == 1.0 == True == 1 + 0j)
print(3 > 2 > 1 > 0 >= 0 <= 5)
class Elem:
    def __init__(self, n):
        self.n = n
    def __lt__(self, other):
        print(f"{self.n}<{other.n}", end=" ")
        return [] if self.n == 0 else ["true"]
print(Elem(1) < Elem(2) < Elem(3))
print(Elem(1) < Elem(0) < Elem(3))
print(Elem(0) < Elem(0) < Elem(3))
if 0 < 5 < 10 and not 3 < 2 < 1:
    print("in range")
x = 3
print([n for n in range(8) if 1 < n < 6 != x != n])
try:
    print(1 < 2 < "x")
except TypeError as exc:
    print(exc)
try:
    print(1 > 2 > "x")
except TypeError as exc:
    print(exc)
print("a" < "b" <= "b" < "c" in "abc")
print(None is None is None, None is not None is not None, not 1 == 2)
