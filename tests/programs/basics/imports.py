import math, sys, os.path
from math import pi as p, sqrt
import collections.abc as abc_
from itertools import *
print(math.pi == p, sqrt(9), os.path.join("a", "b"), sys.modules["math"] is math, abc_.Iterable.__name__, list(islice(count(), 3)), __name__)
try: import no_such_module
except ImportError as e: print(type(e).__name__, e)
try: from math import nope
except ImportError as e: print(str(e).split(" (")[0])
def local():
    import string
    return string.digits
print(local())
