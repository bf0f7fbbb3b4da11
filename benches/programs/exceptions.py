"""Exceptions raised and caught, near and through calls; try blocks in which nothing happens."""


class Own(Exception):
    pass


def fail(n):
    if n % 3 == 0:
        raise Own(n)
    return n


def through(n):
    try:
        return fail(n)
    finally:
        pass


def main(n):
    caught = total = 0
    table = {1: 2}
    for i in range(n):
        try:
            total += through(i)
        except Own as exc:
            caught += exc.args[0] & 1
        try:
            total += table[i & 3]
        except KeyError:
            caught += 1
        try:
            total += 1
        except ValueError:
            pass
    return caught, total


print(*main(500_000))
