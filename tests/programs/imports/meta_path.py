import sys, importlib.abc, importlib.machinery, importlib.util, types
class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path, target=None):
        if name.startswith("virtual"):
            print("find", name, path)
            return importlib.machinery.ModuleSpec(name, self, is_package=name == "virtual", origin="nowhere")
    def create_module(self, spec): return None
    def exec_module(self, module):
        module.text = "made " + module.__name__
        exec("def f(): return __name__", module.__dict__)
sys.meta_path.insert(0, Finder())
import virtual.child
print(virtual.text, virtual.child.f(), virtual.__path__, virtual.__spec__.origin, virtual.child.__package__, virtual)
class Bad(Finder):
    def exec_module(self, module): raise RuntimeError("in exec_module")
sys.meta_path[0] = Bad()
try: import virtual_bad
except RuntimeError as exc: print(exc, "virtual_bad" in sys.modules)
sys.meta_path.pop(0)
import builtins
old = builtins.__import__
def tracing(name, globals=None, locals=None, fromlist=(), level=0):
    if globals and globals["__name__"].startswith(("__main__", "_pkg")):
        print("__import__", name, fromlist, level)
    return old(name, globals, locals, fromlist, level)
builtins.__import__ = tracing
import _pkg.sub.deep as deep
from _pkg import version, a as l
builtins.__import__ = old
print(importlib.util.find_spec("json").name, importlib.util.find_spec("nope_nope"), importlib.util.resolve_name(".x", "pkg"), ".py" in importlib.machinery.all_suffixes(), sys.builtin_module_names != (), "json" in sys.stdlib_module_names)
spec = importlib.util.spec_from_file_location("byfile", __file__.replace("meta_path", "_star")); mod = importlib.util.module_from_spec(spec); spec.loader.exec_module(mod); print(mod.public, mod.__name__)
import pkgutil, _pkg; print(sorted(x.name for x in pkgutil.iter_modules(_pkg.__path__)), pkgutil.resolve_name("os.path:join").__name__)
import runpy; print(runpy.run_module("_star")["public"], runpy.run_path(__file__.replace("meta_path", "_star"), run_name="rn")["__name__"]); runpy.run_module("_pkg", run_name="__main__", alter_sys=True)
