# A module's class may change, and get descriptors, after instructions have learnt where the module's attributes are.
import types

m = types.ModuleType('m')
m.x = 'own'

def ask(n):
    # (A new name, so that nothing is left of what was learnt of the namespace.)
    setattr(m, f'new{len(vars(m))}', None)
    seen = []
    for _ in range(n):
        try:
            found = m.x
        except AttributeError as e:
            found = str(e)
        if found not in seen:
            seen.append(found)
    return seen

class Later(types.ModuleType): pass

print(ask(60))
m.__class__ = Later
print(ask(1))
Later.x = property(lambda self: 'computed')
print(ask(1))
del Later.x
print(ask(1))
Later.__getattribute__ = lambda self, name: 'all ' + name
print(ask(1))
del Later.__getattribute__
print(ask(1))
m.__class__ = types.ModuleType
print(ask(60))

del m.x
print(ask(1))

import sys
class Numbered:
    def __init__(self, names): self.names = names
    def __getitem__(self, i): return self.names[i]
    def __iter__(self): return iter(('b',))
class Listed(list):
    def __iter__(self): return iter(('b',))
for names in (Numbered(['a']), Listed(['a']), iter(['a']), {'a'}, 5, 'ab', None, {0: 'a'}, {}):
    module = types.ModuleType('starred')
    module.a, module.b, module.__all__ = 1, 2, names
    sys.modules['starred'] = module
    namespace = {}
    try:
        exec('from starred import *', namespace)
    except Exception as e:
        print(type(e).__name__, e, end=' ')
    print(sorted(namespace.keys() & {'a', 'b'}))
