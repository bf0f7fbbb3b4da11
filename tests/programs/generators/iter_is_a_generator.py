"""`__iter__` that is a generator function, met by each statement that iterates."""

import sys
import traceback


class Rows:
    def __init__(self, *items):
        self.items = items

    def __iter__(self):
        yield from self.items


class Defaults:
    def __iter__(self, *, step=2):
        yield step


class Asks:
    def __iter__(self, needed):
        yield needed


class NoGenerator:
    def __iter__(self):
        return 3


class AsyncGenerator:
    async def __iter__(self):
        yield 1


class Child(Rows):
    def __iter__(self):
        yield "first"
        yield from super().__iter__()


class Nested(list):
    def __iter__(self):
        for x in list.__iter__(self):
            yield -x


def delegate(o):
    yield from o


for o in Rows(1, 2), Defaults(), Asks(), NoGenerator(), AsyncGenerator(), Child(3), Nested([4]), 5:
    for _ in range(2):
        try:
            for x in o:
                print(x, end=" ")
            print([x for x in o], list(delegate(o)), list(x for x in o))
        except TypeError as error:
            print(error)

rows = Rows(*range(3))
for x in rows:
    for y in rows:
        print(x, y, end="; ")
print()
Rows.__iter__ = lambda self: iter("changed")
print(*[x for x in rows])


class Fails:
    def __iter__(self):
        yield 1
        raise ValueError("here")


try:
    for x in Fails():
        pass
except ValueError:
    print([(entry.name, entry.line) for entry in traceback.extract_tb(sys.exc_info()[2])])


class Endless:
    def __iter__(self):
        for x in self:
            yield x


try:
    for x in Endless():
        pass
except RecursionError as error:
    print(error)
