"""What the import system gives a native module stands behind its other names.

Why: the import system is made when something asks for it, since it is half of what start-up would execute; a namespace is in
the order in which its names come.
Instead: look names up, or sort them.
"""
import builtins

print(list(vars(builtins)).index("__loader__"), list(vars(builtins)).index("abs"))
