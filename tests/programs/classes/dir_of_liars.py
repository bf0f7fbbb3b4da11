# dir() believes what the attributes __dict__ and __bases__ say, whatever that is.
class Keyed:
    def keys(self):
        return ["zz"]

    def __getitem__(self, key):
        print("item", key)
        return 3


class Sequence:
    def __len__(self):
        return 2

    def __getitem__(self, i):
        print("base", i)
        return [X, object][i]


class X:
    b = 2


class DictOfNames(dict):
    def keys(self):
        return ["own"]


def attempt(f, *args):
    try:
        print([name for name in f(*args) if name[1:2] != "_"])
    except Exception as e:
        print(type(e).__name__, e)


def class_saying(**said):
    class Meta(type):
        def __getattribute__(cls, name):
            if name not in said:
                return type.__getattribute__(cls, name)
            print("asked for", name)
            if isinstance(said[name], Exception):
                raise said[name]
            return said[name]

    class C(metaclass=Meta):
        a = 1

    return C


for said in [
    dict(__dict__={"lie": 1}), dict(__dict__=3), dict(__dict__=[("x", 1)]), dict(__dict__=Keyed()), dict(__dict__=None),
    dict(__dict__=KeyError("k")), dict(__dict__=AttributeError("k")), dict(__dict__=DictOfNames(a=1)), dict(__dict__={1: 2}),
    dict(__bases__=3), dict(__bases__=[X]), dict(__bases__=()), dict(__bases__={1: 2}), dict(__bases__={0: X}),
    dict(__bases__=Sequence()), dict(__bases__="ab"), dict(__bases__=KeyError(1)), dict(__bases__=AttributeError(1)),
    dict(__bases__={1}), dict(__class__=X), dict(__mro__=(X,)), dict(__dir__=3),
]:
    C = class_saying(**said)
    print([*said])
    attempt(dir, C)
    attempt(dir, C())
    attempt(type.__dir__, C)
