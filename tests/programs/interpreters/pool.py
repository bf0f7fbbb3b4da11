"""A pool whose workers are interpreters, and functions of __main__ in them."""
import sys
from concurrent import interpreters
from concurrent.futures import InterpreterPoolExecutor

count = 0


def square(n):
    return n * n


def bump():
    global count
    count += 1
    return count


def fail():
    raise ValueError("in the worker")


class Point:
    def __init__(self, x):
        self.x = x

    def double(self):
        return self.x * 2


if __name__ == "__main__":
    with InterpreterPoolExecutor(max_workers=2) as pool:
        print(list(pool.map(square, range(10))))
        print(list(pool.map(pow, [2, 3], [5, 2])))
        try:
            pool.submit(fail).result()
        except ValueError as e:
            print("ValueError", e)
        print(pool.submit(Point(4).double).result())
        print(pool.submit(sum, [1, 2, 3]).result())

    interp = interpreters.create()
    print(interp.call(bump), interp.call(bump), count)
    print(interp.call(eval, "'bump' in globals()"))
    interp.close()
    sys.stdout.flush()
