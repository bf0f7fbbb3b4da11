"""What a function returns to native code survives the collection that its frame object may bring about."""

import gc


class Seen:
    def __repr__(self):
        try:
            raise ValueError
        except ValueError:
            pass
        return "<" + "seen".upper() + ">"

    def __str__(self):
        try:
            raise KeyError
        except KeyError as error:
            self.kept = error
        return "".join(["a", "b", str(len("cd"))])

    @property
    def name(self):
        try:
            raise KeyError
        except KeyError as error:
            self.kept = error
        return "name of " + repr(self)


print([repr(Seen()) for _ in range(3)], [str(Seen()) for _ in range(3)], [Seen().name for _ in range(3)])
print(sorted([3, 1, 2], key=lambda v: str(Seen()) + str(v)), gc.isenabled())
