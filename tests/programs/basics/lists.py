a = [3, 1, 2]
a.append(4); a.insert(0, 9); a.extend([7, 8]); print(a, len(a), a[0], a[-1], a[1:3], a[::-1], a.index(2), a.count(1))
a.sort(); print(a); a.reverse(); print(a, a.pop(), a.pop(0), a); a.remove(3); del a[0]; a[0] = "x"; print(a, a + [1], a * 2, "x" in a)
b = a; c = a[:]; b.append("shared"); print(a, c, a is b, a == c)
print([x * x for x in range(5)], [x for x in range(10) if x % 2], sum([1, 2, 3]), max([4, 9, 2]), min([4, 9, 2]), sorted([3, 1, 2], reverse=True), list("abc"), list(range(3)), list(zip([1, 2], "ab")), [[0] * 2 for _ in range(2)])
x, *y = [1, 2, 3]; print(x, y, *y); a[1:2] = [10, 20]; print(a); a.clear(); print(a, not a)
