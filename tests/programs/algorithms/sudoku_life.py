grid = "530070000600195000098000060800060003400803001700020006060000280000419005000080079"
def candidates(g, i):
    r, c = divmod(i, 9)
    used = set(g[r * 9:r * 9 + 9]) | set(g[c::9]) | {g[(r // 3 * 3 + a) * 9 + c // 3 * 3 + b] for a in range(3) for b in range(3)}
    return [d for d in "123456789" if d not in used]
def solve(g):
    best = None
    for i, ch in enumerate(g):
        if ch == "0":
            cs = candidates(g, i)
            if best is None or len(cs) < len(best[1]): best = i, cs
    if best is None: return g
    i, cs = best
    for d in cs:
        if (s := solve(g[:i] + d + g[i + 1:])): return s
s = solve(grid)
for r in range(9): print(" ".join(s[r * 9:r * 9 + 9]))
def step(cells):
    from collections import Counter
    n = Counter((x + dx, y + dy) for x, y in cells for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy)
    return {p for p, k in n.items() if k == 3 or k == 2 and p in cells}
def show(cells, w=8, h=6): return "\n".join("".join(".#"[(x, y) in cells] for x in range(w)) for y in range(h))
glider = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
for i in range(9):
    if i % 4 == 0: print(show(glider), i, sep="\n")
    glider = step(glider)
def rule(n, width=31, steps=8):
    row = [0] * width; row[width // 2] = 1
    for _ in range(steps):
        yield "".join(" *"[c] for c in row).rstrip()
        row = [n >> (row[i - 1] * 4 + row[i] * 2 + row[(i + 1) % width]) & 1 for i in range(width)]
print(*rule(90), *rule(30, steps=4), sep="\n")
def hanoi(n, a="A", b="B", c="C"): return hanoi(n - 1, a, c, b) + [a + c] + hanoi(n - 1, b, a, c) if n else []
print(hanoi(3), len(hanoi(10))); from functools import cache
@cache
def lcs(a, b): return "" if not a or not b else a[0] + lcs(a[1:], b[1:]) if a[0] == b[0] else max(lcs(a[1:], b), lcs(a, b[1:]), key=len)
print(lcs("AGGTABQWE", "GXTXAYBWE")); 
def edit(a, b):
    d = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        prev, d[0] = d[0], i
        for j, y in enumerate(b, 1): prev, d[j] = d[j], min(d[j] + 1, d[j - 1] + 1, prev + (x != y))
    return d[-1]
print(edit("kitten", "sitting"), edit("", "abc"), edit("flaw", "lawn"))
def knap(items, cap):
    best = [0] * (cap + 1)
    for w, v in items:
        for c in range(cap, w - 1, -1): best[c] = max(best[c], best[c - w] + v)
    return best[cap]
print(knap([(1, 1), (3, 4), (4, 5), (5, 7)], 7), [[sum(r) for r in zip(*x)] for x in [[(1, 2), (3, 4)]]])
