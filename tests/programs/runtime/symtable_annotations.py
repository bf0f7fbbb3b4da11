"""symtable: the scope of annotations inside a function, and what a generic class's methods see of it."""
import symtable


def show(table, depth=0):
    print("  " * depth + table.get_name(), *sorted(table.get_identifiers()))
    for child in table.get_children():
        show(child, depth + 1)


show(symtable.symtable("def f(a):\n    e: int = a\n", "given", "exec"))
show(symtable.symtable("class C[T]:\n    def method(self): return T\n", "given", "exec"))
show(symtable.symtable("class C[T](object):\n    attribute = g\n    def method(self): return __class__, attribute\n", "given", "exec"))
show(symtable.symtable("type Alias[U] = list[U]\n", "given", "exec"))
