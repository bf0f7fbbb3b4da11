"""__prepare__: the mapping a class body runs in, who chooses it, and what type() makes of it."""
import types


class Recorder(dict):
    def __init__(self):
        self.log = []

    def __setitem__(self, key, value):
        self.log.append("set " + key)
        super().__setitem__(key, value)

    def __getitem__(self, key):
        self.log.append("get " + key)
        return super().__getitem__(key)

    def __delitem__(self, key):
        self.log.append("del " + key)
        super().__delitem__(key)


class Meta(type):
    @classmethod
    def __prepare__(meta, name, bases, **keywords):
        print("prepare", meta.__name__, name, bases, keywords)
        return Recorder()

    def __new__(meta, name, bases, namespace, **keywords):
        print([entry for entry in namespace.log if "__" not in entry])
        return super().__new__(meta, name, bases, dict(namespace))


class Thing(metaclass=Meta, flag=True):
    x = 1
    y = x + 1
    del x
    length = len("abc")


print(Thing.y, hasattr(Thing, "x"), type(Thing.__dict__))


class NotMapping(type):
    __prepare__ = classmethod(lambda *args: 5)


try:
    class Bad(metaclass=NotMapping):
        pass
except TypeError as error:
    print(error)


def factory(name, bases, namespace, **keywords):
    return name, bases, sorted(set(namespace) - {"__firstlineno__", "__static_attributes__"}), keywords


class FromFunction(metaclass=factory, key="k"):
    attribute = 0


print(FromFunction)
meta, namespace, keywords = types.prepare_class("P", (), {"metaclass": Meta, "a": 1})
print(meta.__name__, type(namespace).__name__, keywords)
print(types.new_class("Q", (int,), {}, lambda ns: ns.update(v=9)).v)
