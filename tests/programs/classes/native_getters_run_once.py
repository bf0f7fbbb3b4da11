import io
class Raw(io.BytesIO):
    calls = 0
    error = None

    @property
    def name(self):
        self.calls += 1
        if self.error:
            raise self.error
        return "a name"

class Plain(io.TextIOWrapper):
    pass

class Falls(io.TextIOWrapper):
    def __getattr__(self, name):
        if name == "name":
            return "fell back"
        raise AttributeError(f"no {name}")

class Fails(io.TextIOWrapper):
    def __getattr__(self, name):
        raise AttributeError(f"no {name}")

def read(w):
    return w.name

for cls in Plain, Falls, Fails:
    for error in None, AttributeError("none"), KeyError("k"), None, AttributeError("again"):
        raw = Raw()
        w = cls(raw)
        raw.error = error
        try:
            print(cls.__name__, read(w), raw.calls)
        except Exception as e:
            print(cls.__name__, repr(e), getattr(e, "name", "-"), getattr(e, "obj", None) is w, raw.calls, type(e.__context__))
            e = None
