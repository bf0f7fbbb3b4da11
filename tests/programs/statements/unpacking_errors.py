def attempt(f):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__ + ":", exc)

def two():
    a, b = 1, 2, 3
def three():
    a, b, c = [1, 2]
def none():
    a, b = None
def number():
    (a,) = 5
def empty():
    a, = ()
def star():
    a, b, *c = [1]
def gen():
    a, b = (x for x in range(5))
def dictionary():
    a, b = {"k": 1, "j": 2}
    return a, b
def text():
    a, b, *c = "hello"
    return a, b, c
def exact():
    a, b = {1: 2}
def starred_many():
    *a, b, c = range(5)
    return a, b, c
def nested():
    a, (b, c), d = 1, (2,), 3
def infinite():
    import itertools
    a, b = itertools.count()
class Seq:
    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return i * 10
def legacy():
    a, b, c = Seq()
    return a, b, c
class Bad:
    def __iter__(self):
        return 5
def bad():
    a, b = Bad()

for f in (two, three, none, number, empty, star, gen, dictionary, text, exact, starred_many, nested, infinite, legacy, bad):
    print(f.__name__, end=": ")
    attempt(f)
