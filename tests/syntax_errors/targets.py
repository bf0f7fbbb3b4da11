f() = 1
#---
a + b = c
#---
None = 1
#---
"text" = 1
#---
x = f() = 2
#---
not x = 1
#---
a if b else c = 1
#---
lambda: 1 = 2
#---
(yield) = 1
#---
[a, f()] = 1
#---
x += y += z
#---
(a, b) += 1
#---
f() += 1
#---
del f()
#---
del a + b
#---
for f() in x: pass
#---
for 1 in x: pass
#---
if x = 3:
    pass
#---
while a.b = 3:
    pass
#---
f(a.b=1)
#---
f(True=1)
#---
f(1=2)
#---
(a := b.c := 1)
#---
(a.b := 1)
#---
{x=1}
#---
[x = 1]
#---
f(*a=1)
#---
f(**k=1)
#---
f(a for a in b, c)
#---
f(a=1, 2)
#---
f(**a, *b)
#---
with f() as g(): pass
