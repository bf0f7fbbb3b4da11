"""__set_name__: when it is called, with what, in which order, and what an error in it carries."""


class Named:
    def __init__(self, label):
        self.label = label

    def __set_name__(self, owner, name):
        print("set_name", self.label, owner.__name__, name, sorted(vars(owner))[-1])


class Meta(type):
    def __new__(meta, name, bases, namespace, **keywords):
        print("before type.__new__")
        cls = super().__new__(meta, name, bases, namespace, **keywords)
        print("after type.__new__")
        return cls

    def __init__(cls, name, bases, namespace, **keywords):
        print("init", name, keywords)


class Base:
    def __init_subclass__(cls, **keywords):
        print("init_subclass", cls.__name__, keywords)


class Owner(Base, metaclass=Meta, option=3):
    z = Named(1)
    a = Named(2)
    m = z


Owner.late = Named(4)
print(Owner.late.label)


class Wrong:
    def __set_name__(self, owner, name):
        raise LookupError(name)


try:
    class Broken:
        first = Wrong()
except LookupError as error:
    print(repr(error), error.__notes__)

instance = Named(5)
instance.__set_name__ = lambda *args: print("never called")
quiet = type("Quiet", (), {"field": instance})
