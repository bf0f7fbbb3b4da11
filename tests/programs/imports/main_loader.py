"""`__loader__` of a program, looked up as a global name; and in a class body."""
print(type(__loader__).__name__)


class Body:
    print(type(__loader__).__name__, __loader__.name)
