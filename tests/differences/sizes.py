"""Objects have other sizes.

Why: they are laid out for a collector without reference counts; `sys.getsizeof` says how large they are here.
Instead: nothing; sizes were never part of the language.
"""
import sys

print("str:", sys.getsizeof("abc"), "list:", sys.getsizeof([]), "dict:", sys.getsizeof({}), "float:", sys.getsizeof(0.5))
