"""The variables of a comprehension hide those of the same names as long as it runs, while the iterator computes as well."""
import sys


class Looks:
    def __init__(self, n):
        self.left = n

    def __iter__(self):
        return self

    def __next__(self):
        frame = sys._getframe(1)
        shown = {k: v for k, v in frame.f_locals.items() if k[0] != "_" and k not in ("sys", "Looks")}
        print(frame.f_code.co_name, sorted(shown.items()) if ".0" not in shown else shown.get("x"), frame.f_lineno)
        if not self.left:
            raise StopIteration
        self.left -= 1
        return self.left


def function():
    a = 1
    print([x for x in Looks(2)])
    print([x + y for x in Looks(1) for y in Looks(1)])
    x = 5
    print([x for x in Looks(2)], x)
    print([f() for f in {i: (lambda: x) for i, x in zip("abc", Looks(2))}.values()])
    print({x: a for x in Looks(1) if x not in {x for x in Looks(1)}})
    print(list(x for x in Looks(2)))


def read_early(which):
    try:
        if which:
            return [x for y in (1, 2) if y and x for x in (1,)]
        return [x for x in (1, 2) for y in (x, y)]
    except UnboundLocalError as e:
        return e


function()
print(read_early(0), read_early(1))
