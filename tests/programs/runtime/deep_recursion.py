# What nests too deeply raises an exception, whichever native code walks it; nothing is printed.
#: no-stress
def print(*values): pass
import sys
t=()
for i in range(100000): t=(t,)
try: repr(t)
except RecursionError as e: print(e)
try: hash(t)
except RecursionError as e: print(e)
u=()
for i in range(100000): u=(u,)
try: print(t==u)
except RecursionError as e: print(e)
del t,u
l=[]
for i in range(100000): l=[l]
try: repr(l)
except RecursionError as e: print(e)
d={}
for i in range(100000): d={1:d}
try: repr(d)
except RecursionError as e: print(e)
try: d==d.copy()
except RecursionError as e: print(e)
import copy
try: copy.deepcopy(l)
except RecursionError as e: print(e)
import json
try: json.dumps(l)
except RecursionError as e: print(e)
try: eval('('*1000+')'*1000)
except (SyntaxError,MemoryError) as e: print(e)
try: eval('-'*100000+'1')
except (SyntaxError,MemoryError,RecursionError) as e: print(type(e),e)
class A:
    def __getattr__(self,n): return getattr(self,n)
try: A().x
except RecursionError as e: print(e)
class B:
    def __eq__(self,o): return self==o
try: B()==B()
except RecursionError as e: print(e)
f=frozenset()
for i in range(100000): f=frozenset([f])
try: hash(f); print('hashed')
except RecursionError as e: print(e)
def g(): yield from g()
try: list(g())
except RecursionError as e: print(e)
x=[]
x.append(x); print(x, x==x)
e=None
try:
    isinstance(1, l and tuple)
except Exception as ee: print(ee)
tt=int
for i in range(100000): tt=(tt,)
try: isinstance('a',tt)
except RecursionError as e: print(e)
try: issubclass(str,tt)
except RecursionError as e: print(e)
import marshal
try: marshal.dumps(l)
except (ValueError,RecursionError) as e: print(e)
import pickle
try: pickle.dumps(l)
except RecursionError as e: print(e)
ex=None
for i in range(100000):
    n=ValueError(); n.__context__=ex; ex=n
print('done')
EE=ExceptionGroup('a',[ValueError()])
for i in range(10000): EE=ExceptionGroup('a',[EE])
try: EE.split(TypeError)
except RecursionError as e: print(e)
try: repr(EE)
except RecursionError as e: print(e)
import types
ga=list[int]
for i in range(50000): ga=list[ga]
try: repr(ga)
except RecursionError as e: print(e)
try: hash(ga)
except RecursionError as e: print(e)
import operator, functools
p=print
for i in range(50000): p=functools.partial(p)
try: p()
except RecursionError as e: print(e)
it=iter([1])
for i in range(100000): it=map(int,it)
try: next(it)
except RecursionError as e: print(e)
it=iter([1])
import itertools
for i in range(100000): it=itertools.chain(it)
try: next(it)
except RecursionError as e: print(e)
