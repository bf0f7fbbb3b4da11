"""Sorting: with a key function, with tuples, plain numbers and strings."""


def main(n):
    seed = 7
    numbers = []
    for _ in range(n):
        seed = (seed * 48271) % 2147483647
        numbers.append(seed)
    by_key = sorted(numbers, key=lambda v: v % 1009)
    pairs = sorted((v % 100, -v) for v in numbers)
    words = sorted(str(v) for v in numbers)
    plain = sorted(numbers)
    down = sorted(numbers, reverse=True)
    return by_key[0] % 1009, by_key[-1] % 1009, pairs[n // 2], words[n // 3], plain[0], down[0]


print(*main(160_000))
