# A program may keep `_warnings` from being imported before anything else is.
import sys

sys.modules["_warnings"] = None
import warnings

print(warnings.warn_explicit.__module__, sys.modules["_warnings"])
try:
    import _warnings
except ImportError as e:
    print(e)
