"""When a call is told of, the function has its arguments and no other variable, whatever ran there before."""

import sys


def tell(frame, event, arg):
    print(event, frame.f_code.co_name, sorted(frame.f_locals))
    return tell


def leaves_much():
    a, b, c, d, e, f = range(6)
    return [a, b, c, d, e, f]


def plain(a, *rest, b=1, **more):
    for i in range(1):
        x = i
        y = x
    del x


def with_cells(a):
    z = a
    w = lambda: (z, a)
    return w


def generator(a):
    b = a
    yield b


def main():
    leaves_much()
    sys.settrace(tell)
    plain(0, 1, c=2)
    leaves_much()
    with_cells(1)
    leaves_much()
    list(generator(1))
    leaves_much()
    [x for x in [y for y in range(1)]]
    sys.settrace(None)


main()
