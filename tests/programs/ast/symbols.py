"""The tables of symtable."""
import symtable

SOURCE = '''
import a.b
type A[T: int = 3] = list[T]
class C[U](B, metaclass=M):
    def m(self, a, *b, c=1, **d) -> int:
        global g
        n = 1
        def inner():
            nonlocal n
            return __class__, [z for z in a]
        return lambda q: q
async def ag():
    await x
    (i async for i in x)
'''


def show(table, depth=0):
    kind = table.get_type()
    print(" " * depth, kind, table.get_name(), table.is_nested(), table.is_optimized())
    for symbol in sorted(table.get_symbols(), key=lambda symbol: symbol.get_name()):
        print(" " * depth, "-", symbol)
    for child in table.get_children():
        show(child, depth + 2)


show(symtable.symtable(SOURCE, "f", "exec"))
