"""symtable: scopes of functions and comprehensions, and each name's kind."""
import symtable

SOURCE = '''
import os
g = 1
def outer(a, *b, c=g, **d):
    global g
    e = a
    def inner():
        nonlocal e
        e = len(b)
        return [f for f in d if c]
    return inner
lam = lambda x: x
'''


def show(table, depth=0):
    print("  " * depth + table.get_name(), table.get_type().name if hasattr(table.get_type(), "name") else table.get_type(), table.is_nested(), table.has_children())
    for name in sorted(table.get_identifiers()):
        symbol = table.lookup(name)
        kinds = [kind for kind in ("referenced", "imported", "parameter", "global", "declared_global", "nonlocal", "local", "annotated", "free", "assigned", "namespace", "type_parameter")
                 if getattr(symbol, "is_" + kind)()]
        print("  " * depth + " ", name, *kinds)
    if isinstance(table, symtable.Function):
        print("  " * depth + "  =", sorted(table.get_parameters()), sorted(table.get_locals()), sorted(table.get_globals()), sorted(table.get_frees()), sorted(table.get_nonlocals()))
    for child in table.get_children():
        show(child, depth + 1)


show(symtable.symtable(SOURCE, "given", "exec"))
try:
    symtable.symtable("def f(a): global a", "given", "exec")
except SyntaxError as error:
    print(error)
