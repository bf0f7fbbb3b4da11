"""Loops over pairs: of dicts, enumerate and zip, unpacked at once or kept whole."""

d={i:i for i in range(5)}
for k,v in d.items(): print(k,v,end=';')
for i,x in enumerate('abc',3): print(i,x,end=';')
for i,x in enumerate([1,2,3]): print(i,x,end=';')
l=[1,2,3,4,5]
it=iter(l)
for a,b in zip(it,it): print(a,b,end=';')
for a,b in zip(l,range(3)): print(a,b,end=';')
it=iter(l)
for a,b in zip(range(2),it): print(a,b,end=';')
print(list(it))
it=iter(l)
for a,b in zip(it,range(2)): print(a,b,end=';')
print(list(it))
try:
    for a,b in zip(l,(1,2),strict=True): print(a,b,end=';')
except ValueError as e: print(e)
try:
    for k,v in d.items(): d[k+10]=1
except RuntimeError as e: print(e)
print([k+v for k,v in {1:2,3:4}.items()], {a:b for a,b in zip('ab',[1,2])}, [(i,x) for i,x in enumerate(range(3))])
for i,[a,b] in enumerate([(1,2),(3,4)]): print(i,a,b)
for [a,b] in zip([1,2],[3,4]): print(a,b)
class E(enumerate):
    def __next__(self): i,x=super().__next__(); return x,i
for a,b in E('xy'): print(a,b)
import collections
od=collections.OrderedDict(a=1,b=2)
for k,v in od.items(): print(k,v)
for i,x in enumerate(l, 2**61-2): print(i,x)
for i,x in enumerate([5], 2**64): print(i,x)
def g():
    for i in range(3): yield i,i*i
for a,b in g(): print(a,b)
for a,b in [(1,2),'cd']: print(a,b)
for p in d.items(): a,b=p; print(p,a,b)
class O: pass
o=O()
for o.a,o.b in zip([1],[2]): print(o.a,o.b)
for i,x in enumerate(l):
    if i<3: l.append(i)
print(l,i,x)
