# Instances of a class whose __module__ is no string, or "builtins", are shown by the class's name alone.
import re


def made(module):
    class Plain:
        if module is not ...:
            __module__ = module

        def method(self):
            pass

    class Error(Exception):
        __module__ = module

    class Items(list):
        __module__ = module

    return Plain, Error, Items


for module in (5, "builtins", "zork", None, "__main__", b"x", "", ...):
    Plain, Error, Items = made(module)
    for thing in (Plain(), Plain, object.__repr__(Error()), object.__repr__(Items()), Plain().method):
        print(re.sub("0x[0-9a-f]+", "", str(thing)))
