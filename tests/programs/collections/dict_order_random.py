import random
rng = random.Random(11)
d, model, order = {}, {}, []
for step in range(20000):
    k = rng.randrange(300)
    op = rng.random()
    if op < 0.55:
        if k not in d:
            order.append(k)
        d[k] = step
    elif op < 0.9:
        if k in d:
            del d[k]
            order.remove(k)
        else:
            assert d.pop(k, None) is None
    elif op < 0.95 and d:
        last = d.popitem()[0]
        assert order.pop() == last
    elif op < 0.96:
        d.clear()
        order.clear()
    if step % 500 == 0:
        assert list(d) == order and len(d) == len(order) and list(reversed(d)) == order[::-1]
        assert list(d.copy()) == order and list({**d}) == order
s = set()
m = []
for step in range(20000):
    k = rng.randrange(500) * rng.choice([1, 1024, -1])
    if rng.random() < 0.5:
        s.add(k)
        if k not in m:
            m.append(k)
    else:
        s.discard(k)
        if k in m:
            m.remove(k)
    if step % 500 == 0:
        assert sorted(s) == sorted(m) and len(s) == len(m)
        assert s | {1} == set(m + [1]) and s & set(range(100)) == {x for x in m if 0 <= x < 100}
