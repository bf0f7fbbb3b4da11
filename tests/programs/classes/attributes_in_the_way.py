"""Attributes of an object and its class that have one name: who is found, and what happens when that changes meanwhile."""

import functools


class Plain:
    shared = "of the class"


class Finder:
    def __get__(self, obj, cls):
        return "found"


class Keeper(Finder):
    def __set__(self, obj, value):
        obj.__dict__["kept"] = value


class Late:
    pass


class Slotted:
    __slots__ = "a", "__dict__"


class Holder:
    shared = "of the class"
    plain = Plain()
    finder = Finder()
    keeper = Keeper()
    late = Late()

    @functools.cached_property
    def cached(self):
        return object()

    def method(self):
        return "method"

    def __repr__(self):
        return "holder"


def read(obj):
    return [obj.shared, obj.finder, obj.keeper, obj.method(), obj.late]


holder, other = Holder(), Holder()
for turn in range(4):
    print(read(holder)[:4], holder.cached is holder.cached, holder.late is Holder.late)
    if turn == 0:
        holder.shared = "own"
        holder.__dict__["finder"] = "own finder"
        holder.__dict__["keeper"] = "own keeper"
        holder.keeper = "kept"
    elif turn == 1:
        holder.method = lambda: "own method"
        other.shared = "other's"
    elif turn == 2:
        del holder.shared, holder.method, holder.finder


def get_shared(obj):
    return obj.shared


def call_method(obj):
    return obj.method()


def get_late(obj):
    return obj.late


holder, other = Holder(), Holder()
holder.shared = 1
print([get_shared(obj) for obj in (holder, other, holder, other, holder)])
del holder.shared
print(get_shared(holder), holder.__dict__)
holder.__dict__["shared"] = 2
print(get_shared(holder), get_shared(holder))
holder.method = "abc".upper
print([call_method(obj) for obj in (other, holder, holder, other, other)])

holder.__dict__["late"] = "own"
print([get_late(holder) for _ in range(3)], get_late(other) is Holder.late)
Late.__get__ = lambda self, obj, cls: "got"
print([get_late(holder) for _ in range(3)], get_late(other), get_late(other))
Late.__set__ = lambda self, obj, value: None
print([get_late(holder) for _ in range(3)], get_late(other))
del Late.__set__
print([get_late(holder) for _ in range(3)], get_late(other))
Late.__delete__ = lambda self, obj: None
print([get_late(holder) for _ in range(3)], get_late(other))
del Late.__get__
print([get_late(holder) for _ in range(3)], get_late(other) is Holder.__dict__["late"])
del Late.__delete__
print([get_late(holder) for _ in range(3)], get_late(other) is Holder.__dict__["late"])


class Derived(Late):
    pass


Holder.late = Derived()
print(get_late(holder))
Late.__get__, Late.__set__ = lambda self, obj, cls: "got by the base", lambda self, obj, value: print("set", value)
print(get_late(holder), get_late(other))
holder.late = 3
Holder.late = "no descriptor"
print(get_late(holder), get_late(other))


class Raises:
    def __get__(self, obj, cls):
        raise AttributeError("not now")

    def __set__(self, obj, value):
        raise ValueError(value)


class Falls:
    raises = Raises()

    def __getattr__(self, name):
        return "fell to " + name


class Fails:
    raises = Raises()


for obj in (Falls(), Fails()) * 2:
    for _ in range(2):
        try:
            print(obj.raises)
        except AttributeError as exc:
            print("AttributeError", exc)
    try:
        obj.raises = 5
    except ValueError as exc:
        print("ValueError", exc)

slotted = Slotted()
slotted.a = 1
Slotted.b = "class"
slotted.__dict__["a"] = "hidden"
for _ in range(3):
    print(slotted.a, slotted.b)
slotted.b = "own"
print(slotted.b, slotted.b)
