"""An exception's __new__ asked for a class that is not below it."""
try:
    print(repr(KeyError.__new__(ValueError)))
except TypeError as error:
    print(error)
