# Which look-ups note on their AttributeError what was asked for, and of whom.


def noted(e):
    obj = e.obj if isinstance(e.obj, (type, type(None))) else type(e.obj)
    return str(e), e.name, obj


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, *noted(e) if isinstance(e, AttributeError) else (e,))


class Meta(type):
    def __getattribute__(cls, name):
        try:
            return type.__getattribute__(cls, name)
        except AttributeError as e:
            print("inside", noted(e))
            raise


class C(metaclass=Meta):
    pass


class Other(type):
    def __getattribute__(cls, name):
        return type.__getattribute__(cls, name + "_")


class D(metaclass=Other):
    pass


class Plain:
    def __getattribute__(self, name):
        return object.__getattribute__(self, name + "_")


attempt(type.__getattribute__, int, "zork")
attempt(object.__getattribute__, 1, "zork")
attempt(object.__getattribute__, int, "zork")
attempt(getattr, C, "foo")
attempt(getattr, D, "foo")
attempt(getattr, Plain(), "foo")
attempt(lambda: C.foo)
attempt(lambda: D.foo)
attempt(lambda: int.foo)
attempt(super(Meta, C).__getattribute__, "foo")
attempt(getattr, super(C, C()), "foo")
attempt(delattr, C, "foo")
attempt(type.__delattr__, C, "foo")

# Lone surrogates stay what they are in the messages.
import sys, types


def shown(f, *args):
    try:
        f(*args)
    except Exception as e:
        print(type(e).__name__, ascii(str(e)), ascii(getattr(e, "name", "")))


class Slots:
    __slots__ = ("a",)


odd = "a\ud800b"
for obj in (5, int, sys, Plain(), C(), C, Slots(), Exception(), types.ModuleType("m"), len, lambda: 0):
    shown(getattr, obj, odd)
    shown(delattr, obj, odd)
    if isinstance(obj, (int, type)) or isinstance(obj, Slots):
        shown(setattr, obj, odd, 1)
shown(object.__setattr__, 5, odd, 1)
shown(object.__delattr__, Slots(), odd)
nameless = types.ModuleType("m")
del nameless.__name__
shown(getattr, nameless, odd)
partly = types.ModuleType("partly")
partly.__spec__ = types.SimpleNamespace(_initializing=True, origin=None, has_location=False)
shown(getattr, partly, odd)
