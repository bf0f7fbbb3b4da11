"""The standard library's modules have files: they can be listed, looked at and read."""
import ast
import os

folder = os.path.dirname(ast.__file__)
assert "ast.py" in os.listdir(folder)
assert os.path.isfile(os.__file__)
assert os.path.isdir(os.path.join(folder, "json"))
with open(os.path.join(folder, "json", "__init__.py"), encoding="utf-8") as f:
    assert "def loads" in f.read()
assert not os.path.exists(os.path.join(folder, "no_such_module.py"))
try:
    open(os.path.join(folder, "no_such_module.py"))
except FileNotFoundError:
    pass
else:
    raise AssertionError("a file that no module has was opened")
