import re
class Meta(type):
    @property
    def __module__(cls):
        return "made up"
class Told(metaclass=Meta):
    pass
def shown(x):
    return re.sub("0x[0-9a-f]+", "0x", object.__repr__(x))
print(Told.__module__, Told, shown(Told()))
class Listens(type):
    def __getattribute__(cls, name):
        if name == "__module__":
            print("asked")
        return super().__getattribute__(name)
class Asked(metaclass=Listens):
    pass
print(Asked, shown(Asked()))
try:
    Asked() + 1
except TypeError as e:
    print(e)
try:
    len(Told())
except TypeError as e:
    print(e)
