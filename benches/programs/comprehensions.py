"""Comprehensions of every kind, nested ones too."""


def main(n):
    total = 0
    for k in range(n):
        squares = [i * i for i in range(200) if i % 3]
        table = {i: i + k for i in range(100)}
        kinds = {i % 17 for i in range(200)}
        pairs = [(a, b) for a in range(12) for b in range(a)]
        matrix = [[row * column for column in range(12)] for row in range(12)]
        flat = [cell for row in matrix for cell in row if cell & 1]
        total += squares[-1] + table[k % 100] + len(kinds) + len(pairs) + sum(flat)
    return total


print(main(12_000))
