# What only the interpreter makes, what its hook refuses, and what finalisers are told.
import sys

for cls in (type(sys.flags), type(sys.version_info)):
    for make in (cls, lambda: cls.__new__(cls), lambda: cls((1,) * 20)):
        try:
            make()
        except TypeError as e:
            print(e)
sys.stderr = sys.stdout
sys.excepthook(1, "1", 1)
sys.excepthook(None, None, None)


class AtEnd:
    finalizing, show = sys.is_finalizing, print

    def __del__(self):
        AtEnd.show(AtEnd.finalizing(), flush=True)


kept = AtEnd()
print(sys.is_finalizing())
