"""Lists and dicts indexed, filled and searched: a sieve, and counting."""


def sieve(n):
    flags = [True] * (n + 1)
    flags[0] = flags[1] = False
    for i in range(2, int(n ** 0.5) + 1):
        if flags[i]:
            for j in range(i * i, n + 1, i):
                flags[j] = False
    return sum(flags)


def count(n):
    table = {}
    seed = 42
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        key = seed >> 16 & 1023
        if key in table:
            table[key] += 1
        else:
            table[key] = 1
    best = max(table.items(), key=lambda item: (item[1], item[0]))
    names = {}
    for i in range(n // 4):
        names["k" + str(i % 5000)] = i
    return len(table), best, len(names), sum(names.values())


print(sieve(2_000_000), *count(1_200_000))
