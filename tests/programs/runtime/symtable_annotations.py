"""symtable: the scope of annotations inside a function, and what a generic class's methods see of it."""
import symtable


def show(table, depth=0):
    print("  " * depth + table.get_name(), table.get_lineno(), *sorted(table.get_identifiers()))
    for child in table.get_children():
        show(child, depth + 1)


show(symtable.symtable("def f(a):\n    e: int = a\n", "given", "exec"))
show(symtable.symtable("class C[T]:\n    def method(self): return T\n", "given", "exec"))
show(symtable.symtable("class C[T](object):\n    attribute = g\n    def method(self): return __class__, attribute\n", "given", "exec"))
show(symtable.symtable("type Alias[U] = list[U]\n", "given", "exec"))
show(symtable.symtable("if x:\n  e: int\nclass C:\n  a = 1\n  if x:\n    e: int\n  def __init__(self): super()\n  f: str\n", "given", "exec"))
show(symtable.symtable("def f(a):\n  if a:\n    b: str\n  def h(x: int): pass\n  (c): d\n", "given", "exec"))
show(symtable.symtable("def f[T](a, *, b=1): pass\ndef g[T](*, b): pass\n", "given", "exec"))
show(symtable.symtable("from __future__ import annotations\ne: int = a\nclass C:\n  def f(self, x: int):\n    e: int\n", "given", "exec"))
