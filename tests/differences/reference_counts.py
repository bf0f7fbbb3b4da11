"""There are no reference counts.

Why: memory is managed by a tracing collector. `sys.getrefcount` gives one number for everything, so that programs that print
it run.
Instead: weak references and `gc.get_referrers` say whether something is alive, and why.
"""
import sys

value = object()
others = [value] * 10
print(sys.getrefcount(value))


def reuses_its_result(iterator):
    first = id(next(iterator))
    return first == id(next(iterator))


print("enumerate uses a dead tuple again:", reuses_its_result(enumerate("abc")))

# What is written may be meant by later references, unless it is held once only: that is not known.
import marshal
print("marshal marks what is shared only:", marshal.dumps([[]]) == b"[\x01\x00\x00\x00[\x00\x00\x00\x00")
