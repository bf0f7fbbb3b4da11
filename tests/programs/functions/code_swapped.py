"""What stays of a function that gets another's code, and code with parameters run by eval."""


def sample():
    "doc"


sample.__code__ = (lambda: None).__code__
print(sample.__doc__)
try:
    print(eval((lambda x: x).__code__))
except TypeError as error:
    print(error)


def reads_late():
    print(late)
    late = 1


def counts():
    yield 1
    yield 2


try:
    exec(reads_late.__code__)
except UnboundLocalError as error:
    print(error)
print(list(eval(counts.__code__)), eval((lambda *args, **kwargs: (args, kwargs)).__code__))
