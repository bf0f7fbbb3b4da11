n = 7
if n > 10: print("big")
elif n > 5: print("medium")
else: print("small")
i = 0
while i < 5:
    i += 1
    if i == 2: continue
    if i == 4: break
    print(i)
else: print("not printed")
for x in [1, 2, 3]: print(x, end=" ")
print()
for i in range(2, 10, 3): print(i, end=" ")
else: print("done")
for i in range(5, 0, -2):
    for j in range(i):
        if j > 2: break
        print(i * j, end=",")
    print()
for c in "abc": print(c)
for k in {"x": 1, "y": 2}: print(k)
for a, b in [(1, 2), (3, 4)]: print(a + b)
