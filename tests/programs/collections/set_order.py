import random
r = random.Random(7); out=[]
def rnd(): 
    n=r.choice([0,1,3,5,9,20,60]); return set(r.choices(range(r.choice([10,40,200,3000])),k=n))
for i in range(4000):
    a,b=rnd(),rnd()
    op=r.randrange(12)
    for x in list(a)[:r.randrange(3)]: a.discard(x)
    if op==0: a|=b
    elif op==1: a&=b
    elif op==2: a-=b
    elif op==3: a^=b
    elif op==4: a=a|b
    elif op==5: a=a-b
    elif op==6: a=a^b
    elif op==7: a=a&b
    elif op==8: a.update(dict.fromkeys(b))
    elif op==9: a=a.difference(list(b))
    elif op==10: a.difference_update(list(b)); 
    else: a=frozenset(a).symmetric_difference(b); 
    out.append((op,list(a)))
import hashlib
print(hashlib.md5(repr(out).encode()).hexdigest())
import collections
d=collections.defaultdict(list)
for op,l in out: d[op].append(l)
for k in sorted(d): print(k, hashlib.md5(repr(d[k]).encode()).hexdigest())
