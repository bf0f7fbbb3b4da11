"""Nested loops over small ints with arithmetic and comparisons."""


def main(n):
    total = 0
    for i in range(n):
        j = 0
        while j < 1000:
            if (i ^ j) & 3 == 0:
                total += i * j % 7
            else:
                total -= 1
            j += 1
    return total


print(main(4000))
