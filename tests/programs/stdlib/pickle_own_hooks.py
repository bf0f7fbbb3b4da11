"""What may be set on a pickler or an unpickler itself: `persistent_id`, `persistent_load`, `dispatch_table`."""

import io
from _pickle import Pickler, Unpickler


def attempt(action):
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def dumped(pickler, file, obj):
    pickler.dump(obj)
    return file.getvalue()


class Own(Pickler):
    pass


class WithTable(Pickler):
    dispatch_table = {complex: lambda c: (complex, (int(c.real), int(c.imag)))}


for cls in Pickler, Own:
    print("---", cls.__name__)
    file = io.BytesIO()
    p = cls(file)
    print(attempt(lambda: p.dispatch_table), attempt(lambda: delattr(p, "dispatch_table")))
    p.persistent_id = lambda obj: "three" if obj == 3 else None
    p.dispatch_table = {complex: lambda c: (complex, (1, 2))}
    print(getattr(p, "__dict__", None), p.persistent_id(3))
    data = dumped(p, file, [3, 4, 3j])
    u = Unpickler(io.BytesIO(data))
    print(attempt(u.load))
    u = Unpickler(io.BytesIO(data))
    u.persistent_load = lambda pid: ("found", pid)
    print(u.load())
    # A new start forgets them.
    again = io.BytesIO()
    p.__init__(again)
    print(attempt(lambda: p.dispatch_table), dumped(p, again, [3, 4, 3j]))
    p.dispatch_table = {}
    del p.dispatch_table
    p.persistent_id = print
    del p.persistent_id
    print(p.persistent_id(3))

file = io.BytesIO()
print(Unpickler(io.BytesIO(dumped(WithTable(file), file, [3, 4, 3 + 5j]))).load())
print(attempt(lambda: setattr(Pickler(io.BytesIO()), "other", 1)))
print(attempt(lambda: setattr(Unpickler(io.BytesIO()), "other", 1)))


class OwnTable(Pickler):
    def __init__(self, *args):
        self.dispatch_table = {complex: lambda c: (complex, (c.imag, c.real))}
        super().__init__(*args)


out = io.BytesIO()
pickler = OwnTable(out)
pickler.dump(1 + 2j)
print(len(pickler.dispatch_table), Unpickler(io.BytesIO(out.getvalue())).load())
