for n in range(2, 15):
    for d in range(2, n):
        if n % d == 0:
            break
    else:
        print(n, end=" ")
print()
for x in []:
    pass
else:
    print("empty else")
total = 0
for i in range(10):
    if i == 3:
        continue
    if i == 7:
        break
    total += i
else:
    print("never")
print(i, total)
lst = [1, 2, 3]
for x in lst:
    if len(lst) < 6:
        lst.append(x * 10)
print(lst)
d = {"a": 1}
try:
    for k in d:
        d["b"] = 2
except RuntimeError as exc:
    print(exc)
try:
    s = {1}
    for k in s:
        s.add(2)
except RuntimeError as exc:
    print(exc)
for x, in [(1,), (2,)]:
    print(x, end=" ")
for a, (b, *c) in [(1, (2, 3, 4)), (5, [6])]:
    print(a, b, c, end=" ")
print()
for x in 1, 2, *[3, 4]:
    print(x, end=" ")
print()
def find(items, wanted):
    for i, item in enumerate(items):
        if item == wanted:
            try:
                return i
            finally:
                print("found", end=" ")
    else:
        return -1
print(find("abc", "b"), find("abc", "z"))
for i in range(3):
    try:
        if i == 1:
            continue
        print("body", i)
    finally:
        print("finally", i)
try:
    for x in 5:
        pass
except TypeError as exc:
    print(exc)
