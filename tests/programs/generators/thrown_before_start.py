"""StopIteration thrown into a generator that has not started comes out as it is: its body never ran."""


def never_starts():
    yield 1


try:
    never_starts().throw(StopIteration(3))
except (StopIteration, RuntimeError) as error:
    print(repr(error), repr(error.__cause__))
