import random
rng = random.Random(3)
a = []
text = ""
for step in range(5000):
    i, j, v = rng.randrange(-30, 60), rng.randrange(-30, 60), rng.randrange(100)
    op = rng.randrange(9)
    before = list(a)
    if op == 0: a.append(v); assert a == before + [v]
    elif op == 1: a.insert(i, v); assert len(a) == len(before) + 1 and sorted(a) == sorted(before + [v])
    elif op == 2 and a: x = a.pop(); assert a + [x] == before
    elif op == 3: a[i:j] = [v] * (v % 5)
    elif op == 4: del a[i:j]
    elif op == 5: a += [v, v + 1]
    elif op == 6: a.reverse(); assert a[::-1] == before
    elif op == 7 and v in a: k = a.index(v); a.remove(v); assert a == before[:k] + before[k + 1:]
    elif op == 8: a[::2] = before[::2][::-1]
    cut = slice(i, j, rng.choice([1, 2, -1, -3]))
    assert a[slice(i, j)] == [a[k] for k in range(*slice(i, j).indices(len(a)))]
    assert a[cut] == [a[k] for k in range(*cut.indices(len(a)))]
    if len(a) > 200: del a[50:]
    assert sorted(a) == sorted(a[:7] + a[7:]) and len(a * 2) == 2 * len(a)
