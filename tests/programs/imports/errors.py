import sys
def attempt(code):
    try:
        exec(code, {"__name__": "attempt"})
        print(code, "ok")
    except BaseException as exc:
        print(code, "->", type(exc).__name__, str(exc).split(" (/")[0], getattr(exc, "name", None))
for code in ("import no_such_module", "import os.no_such", "from os import no_such", "import _broken", "import _broken", "import _badsyntax", "from . import x", "from .x import y", "from .. import z", "import _star.sub", "from _star import nope", "from _pkg.nope import a",
             "import sys.path", "from sys import path as p, nope", "import _pkg.nope.deeper", "__import__('')", "__import__(5)", "__import__('os', level=-1)", "__import__('x', level=1)", "import importlib; importlib.import_module('.x')", "from math import *; sin(0)", "from _star import (public, func,)"):
    attempt(code)
print("_broken" in sys.modules)
sys.modules["blocked"] = None
attempt("import blocked")
sys.modules["fake"] = 5
attempt("import fake; print(fake)")
attempt("from fake import x")
import importlib
for f in (lambda: importlib.reload("os"), lambda: importlib.reload(type(sys)("unloaded")), lambda: importlib.import_module("a.b.c"), lambda: importlib.util.find_spec("os.path.x")):
    try: print(f())
    except Exception as exc: print(type(exc).__name__, exc)
