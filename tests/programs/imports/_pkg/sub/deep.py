from ..a import value
from .. import a
level = ("deep", __name__, value, a.__name__)
