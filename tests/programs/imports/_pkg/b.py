from .a import where
from .sub import deep
from . import a as alias
