"""Generators: chained, delegating, and used by comprehensions and built-ins."""


def numbers(n):
    for i in range(n):
        yield i


def evens(items):
    for item in items:
        if item % 2 == 0:
            yield item


def tree(depth):
    if depth:
        yield from tree(depth - 1)
        yield depth
        yield from tree(depth - 1)


def echo():
    total = 0
    while True:
        total += yield total


def main(n):
    total = sum(evens(numbers(n)))
    total += sum(x * x % 7 for x in numbers(n))
    total += sum(tree(15))
    receiver = echo()
    next(receiver)
    for i in range(n // 2):
        last = receiver.send(i)
    return total, last


print(*main(1_500_000))
