"""What `symtable` tells of names that comprehensions use, which run in the frames of others."""

import symtable
def walk(t): return [t.get_type().name, t.get_name(), sorted(str(s) for s in t.get_symbols()), [walk(c) for c in t.get_children()]]
for src in ["x = [i for i in y if x > 2]","x = 3\n[i for i in y if x > 2]","[i for i in y if x > 2]\nx=3","def f():\n x = [i for i in y if x > 2]","def f():\n x = 1\n [i for i in y if x > 2]\n def g(): return x","def f(x):\n  [i for i in y if x > 2]","def f():\n x: int\n [i for i in y if x > 2]","class A:\n x = [i for i in y if x > 2]","x = [[i for i in x] for j in x]","i = [i for i in y]", "def f():\n i = [i for i in y]","def f():\n global x\n [x for i in y]","x=1\ndel x\n[x for i in x]","[x for i in y]","[(x := i) for i in y]","x=2\n[lambda: x for i in y]", "import x\n[x for i in y]","def f():\n import x\n [x for i in y]","def f():\n return [f for i in y]"]:
    print(walk(symtable.symtable(src,'f','exec')))
