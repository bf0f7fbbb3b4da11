"""array: type codes and ranges, slices, conversions, growth under views, and refusals."""
import array
import copy
from array import array as A


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


print(array.typecodes, A("i"), A("w", "h\u20ac"), A("d", [1, 2.5]), A("b", b"\x01\xff"), A("H", A("b", [1, 2])), A("i", range(3)))
a = A("h", [1, 2, 3, 4])
a[1:3] = A("h", [9])
a[::2] = A("h", [7, 7])
a.insert(-100, 0)
a.extend(range(2))
print(a, a[::-1], a.index(9), a.count(7), a.pop(0), a * 2, a + A("h", [5]), a.itemsize, a.typecode, a == A("l", a), a < A("h", [8]), 9.0 in a)
a += a
a *= 0
print(a, bool(a), A("I", [1]).tobytes(), A("H", b"\x01\0\x02\0").tolist(), copy.deepcopy(A("f", [0.1])), A("w", "abc").tounicode(), A("l", [3]).buffer_info()[1])
for action in (lambda: A("z"), lambda: A("ii"), lambda: A(5), lambda: A("b", [200]), lambda: A("B", [-1]), lambda: A("h", [40000]), lambda: A("I", [-1]), lambda: A("L", [2**64]), lambda: A("q", [2**63]), lambda: A("i", [1.5]), lambda: A("i", "abc"),
               lambda: A("d", ["x"]), lambda: A("w", [65]), lambda: A("w", ["ab"]), lambda: A("i", b"abc"), lambda: A("i", 5), lambda: A("i", [1]) + [2], lambda: A("i", [1]) + A("h", [1]), lambda: A("i", [1])[5], lambda: A("i", [1])["x"],
               lambda: A("i", [1]).pop(3), lambda: A("i").pop(), lambda: A("i", [1]).remove(2), lambda: A("i", [1]).index(5), lambda: A("i", [1]).extend(A("h", [1])), lambda: A("i", [1]).extend("a"), lambda: A("i").fromlist((1,)),
               lambda: A("i").fromlist([1, "x"]), lambda: A("i").frombytes(b"abc"), lambda: A("i").tounicode(), lambda: A("i").fromunicode("x"), lambda: A("d").byteswap(), lambda: hash(A("i")), lambda: A("i", [1]).__setitem__(slice(0, 1), [1]),
               lambda: A("i", [1]).__setitem__(0, 2**40), lambda: A("i", [1, 2]).__setitem__(slice(0, 2, 2), A("i", [1, 2])), lambda: A("i", [1]) * "a", lambda: A("i", [1]) < [1], lambda: A("i", [1, 2]).index(2, 5), lambda: A("H", [1, 256]).byteswap()):
    attempt(action)
shared = A("i", [1, 2])
view = memoryview(shared)
attempt(lambda: shared.append(3))
attempt(lambda: shared.__setitem__(0, 5) or view[0])
attempt(lambda: view.__setitem__(1, 2**31))
view.release()
shared.append(3)
print(shared, A("f", [1e10, float("nan")])[0], A("d", [float("inf")]), A("b", [1]).__reduce_ex__(2)[1], A("w"), repr(A("w", "'\"")))


class Sub(A):
    pass


print(Sub("i", [1]), type(Sub("i", [1]) + Sub("i", [2])).__name__, type(Sub("i", [1])[:]).__name__)
