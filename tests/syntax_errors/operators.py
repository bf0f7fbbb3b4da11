4 + not x
#---
-not x
#---
y = a * not b + c
#---
a <> b
#---
total[*]
#---
add(*, 1)
#---
add(**)
#---
del *rest
#---
x = = 2
#---
a ++
#---
b not 3
#---
c is in d
#---
x = 3 +
#---
1 if x
#---
y = (a if b)
#---
print(1 if x else pass)
#---
z = break if ready else 3
