"""Annotations are evaluated when asked for: __annotate__, its formats, caching, and assignment."""
import annotationlib


def trace(name):
    print("evaluates", name)
    return int


def function(a: trace("a"), *, b: trace("b") = 1) -> trace("return"):
    local: trace("never")


print("defined")
print(function.__annotations__)
print(function.__annotations__ is function.__annotations__, function.__annotate__(1) is function.__annotations__)


class Later:
    x: Undefined
    y: int
    if False:
        z: str


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


attempt(lambda: Later.__annotations__)
print(annotationlib.get_annotations(Later, format=annotationlib.Format.STRING))
forward = annotationlib.get_annotations(Later, format=annotationlib.Format.FORWARDREF)
print(type(forward["x"]).__name__, forward["x"].__forward_arg__, forward["y"])
Undefined = list
print(Later.__annotations__)


def plain(x: "text", y: Later.y if False else 5):
    pass


print(plain.__annotations__, plain.__annotate__(4) if False else "")
attempt(lambda: plain.__annotate__(2))
attempt(lambda: plain.__annotate__(99))
attempt(lambda: plain.__annotate__())
attempt(lambda: setattr(plain, "__annotations__", 5))
attempt(lambda: setattr(plain, "__annotate__", 5))
plain.__annotate__ = lambda format: {"made": format}
print(plain.__annotations__, annotationlib.call_annotate_function(plain.__annotate__, 1))
plain.__annotate__ = lambda format: "not a dict"
attempt(lambda: plain.__annotations__)
plain.__annotate__ = None
print(plain.__annotations__, (lambda: 0).__annotations__, (lambda: 0).__annotate__)
del plain.__annotations__
print(plain.__annotations__)


class Base:
    inherited: int


class Child(Base):
    pass


print(Child.__annotations__, Base.__annotations__, "__annotations__" in Base.__dict__, Child.__annotate__)
attempt(lambda: int.__annotations__)
attempt(lambda: setattr(int, "__annotations__", {}))
Child.__annotations__ = {"k": 1}
print(Child.__annotations__, Child.__annotate__)
