for i in range(3):
    print(i)
else:
    pass
# a:
    b
elif c:
    d
else:
    e
#---
try:
    f()
except (A, B) as 1:
    raise C from e
finally:
    g()
#---
try
#---
a.b.c[d](e)(f=g)
if a:
    b
elif c:
    d
else
    e
#---
def f()yield return (:)
#---
try: pass
#---
if minver <= version <= maxver:
    try:
        yield self.parse(source, feature_version)
#---
try:
    f()
B (A, except) as e:
    raise C from e
finally:
    g()
