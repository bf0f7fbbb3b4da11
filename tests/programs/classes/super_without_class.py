# `super()` where the class is not made yet, or where something else stands in for it; a module that names `super` itself
# has other errors.
SOURCE = '''
class A:
    p = 'A.p'
    def f(self): return 'A.f'

def show(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)

class B(A):
    def f(self): return super().f()
    def g(self): return super().p
    def h(self):
        found = super()
        return found.p
    def k(self): return super(B, self).f()
    def cell(self): return (lambda: self) and super().f()
    show(f, A())
    show(g, A())
    show(h, A())
    show(cell, A())

b = B()
for name in 'f', 'g', 'h', 'k', 'cell':
    show(getattr(b, name))
cell = B.__dict__['f'].__closure__[0]
cell.cell_contents = 5
for name in 'f', 'g', 'h', 'k', 'cell':
    show(getattr(b, name))
del cell.cell_contents
for name in 'f', 'g', 'h', 'k', 'cell':
    show(getattr(b, name))
cell.cell_contents = B
for name in 'f', 'g', 'h', 'k', 'cell':
    show(getattr(b, name))
'''
exec(SOURCE, {'__name__': 'plain'})
exec(SOURCE + 'super', {'__name__': 'names_it'})
