# Native code gathers the items of an iterable in buffers that it outgrows; what a left one held may die before it does.
def deep(n):
    return deep(n - 1) + 1 if n else len("".join(" " * i for i in range(200)))

total = 0
for n in range(40):
    total += deep(n) + len(tuple(str(i) * 3 for i in range(n * 10))) + len(sorted(f"{i:x}" for i in range(n * 9)))
    total += max(map(len, ("-" * i for i in range(1, n * 7 + 2))))
print(total)
