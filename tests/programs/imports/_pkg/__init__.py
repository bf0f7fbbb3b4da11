print("importing", __name__, __package__, __path__ is not None)
from .a import value as from_a
from . import b
__all__ = ["from_a", "c"]
hidden = 1
version = "1.0"
