"""What can be read, set and deleted on a class itself: names, module, doc, bases, abstract methods."""


class Plain:
    """Its doc."""

    class Inner:
        def method(self):
            pass


def attempt(action):
    try:
        print("ok", action())
    except Exception as error:
        print(type(error).__name__, error)


print(Plain.__name__, Plain.Inner.__qualname__, Plain.Inner.method.__qualname__, Plain.__module__)
Plain.__name__ = "Renamed"
Plain.__qualname__ = "somewhere.Else"
print(Plain, Plain.Inner)
Plain.__doc__ = 17
print(Plain.__doc__, Plain().__doc__)
attempt(lambda: setattr(Plain, "__name__", 5))
attempt(lambda: setattr(Plain, "__name__", "nul\0here"))
attempt(lambda: setattr(Plain, "__qualname__", b"x"))
attempt(lambda: delattr(Plain, "__name__"))
attempt(lambda: delattr(Plain, "__module__"))
attempt(lambda: setattr(Plain, "__mro__", ()))
attempt(lambda: setattr(Plain, "__bases__", ()))
attempt(lambda: setattr(Plain, "__bases__", (int,)))
attempt(lambda: Plain.__abstractmethods__)
attempt(lambda: setattr(int, "__name__", "integer"))
attempt(lambda: setattr(int, "new", 1))
attempt(lambda: delattr(int, "real"))
attempt(lambda: type("a", (), {"__qualname__": 3}))
attempt(lambda: type("a", (), {"__slots__": "1x"}))
attempt(lambda: type("a", [], {}))
attempt(lambda: type("a", (), []))
attempt(lambda: type(3, (), {}))
attempt(lambda: type())
attempt(lambda: type("a", ()))
attempt(lambda: type("surrogate\ud800", (), {}))
made = type("Made", (), {})
print(made.__doc__, made.__module__, made.__dictoffset__ != 0, made.__basicsize__ > 0)
print(int.__text_signature__, type.__text_signature__, object.__text_signature__)
print(type.mro(bool), bool.__base__, type.__base__, object.__base__)
