# Modules that are part of the interpreter, and an importlib that is imported anew without them.
import _imp
import importlib
import marshal
import os
import sys
import traceback

for name in ["os", "posixpath", "abc", "codecs", "io", "_frozen_importlib", "_frozen_importlib_external"]:
    spec = __import__(name).__spec__
    print(name, spec.loader, spec.origin, spec.has_location)
print(os.path.join.__code__.co_filename, os.__file__ == os.path.join(sys._stdlib_dir, "os.py"))

import __hello__
import __phello__.spam

print(__hello__.__spec__, __phello__.spam.__spec__)
print(len(__phello__.__path__), __phello__.__spec__.loader_state.origname)

print(_imp._frozen_module_names())
for name in _imp._frozen_module_names():
    print(name, _imp.find_frozen(name), _imp.is_frozen(name), _imp.is_frozen_package(name))
data, is_package, origin = _imp.find_frozen("__hello__", withdata=True)
print(type(data), marshal.loads(data).co_filename, is_package, origin)
print(_imp.find_frozen("nope"), _imp.init_frozen("nope"), _imp.is_frozen("nope"))


def shown(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__, error)


shown(_imp.get_frozen_object, "nope")
shown(_imp.is_frozen_package, "nope")
shown(_imp.get_frozen_object, "x", b"")
shown(_imp.get_frozen_object, "x", 5)
shown(_imp.get_frozen_object, "x", marshal.dumps(3))
print(_imp.get_frozen_object("os").co_filename)
_imp._override_frozen_modules_for_tests(-1)
print([name for name in _imp._frozen_module_names() if _imp.is_frozen(name)])
_imp._override_frozen_modules_for_tests(0)

try:
    os.environ["no such variable"]
except KeyError:
    traceback.print_exc(file=sys.stdout)

# Importing goes on where a program takes the import system out of the modules.
for name in [name for name in sys.modules if name.split(".")[0] == "importlib"]:
    del sys.modules[name]
sys.modules["_frozen_importlib"] = sys.modules["_frozen_importlib_external"] = None
import importlib as fresh

print(fresh is importlib, fresh._bootstrap.__spec__.name, fresh._bootstrap is importlib._bootstrap)
print(fresh.import_module("colorsys").__name__)
