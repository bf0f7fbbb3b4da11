"""The name of a comprehension's variable that is read before it is bound."""
import sys


def first():
    return [y for x in "a" if y for y in "b"]


def nested():
    return [[x for y in "b" if x] for y in "ab" for x in x]


def mapping():
    return {x: 1 for x in "a" for z in y for y in "b"}


def same():
    a = [y for y in "ab"]
    b = [z for z in "ab"]
    return [y for z in "a" if y for y in "b"]


def cell():
    return [lambda: (x, y) for x in "a" if y for y in "b"]


async def asynchronous():
    return [y async for x in agen() if y for y in "b"]


async def agen():
    yield 1


def in_module():
    exec("y = 2\nv = [x for x in (1, 2) if y for y in (1,)]", {})


def in_class():
    exec("y = 2\nclass A:\n v = [x for x in (1, 2) if y for y in (1,)]", {})


for f in (first, nested, mapping, same, cell, lambda: asynchronous().send(None), in_module, in_class):
    try:
        print(f())
    except UnboundLocalError as e:
        print(e, e.name)
