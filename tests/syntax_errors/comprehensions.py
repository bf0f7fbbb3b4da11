[x for]
#---
[x for y]
#---
[x for y z]
#---
[a, b for a, b in c]
#---
{a, b for a in c}
#---
[x for f() in y]
#---
[*x for x in y]
#---
{**x for x in y}
#---
{1: *a}
#---
{1: }
#---
{1:2, 3}
#---
{1, 2: 3}
#---
(x for x in range 10)
#---
[x for x in y if]
