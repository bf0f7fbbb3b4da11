total = (1 + 2
print(total)
#---
rows = [1, 2)
#---
rows = {"a": [1, 2}
#---
x = 1)
#---
f(1,
  2]
#---
print(seen (1, 2)
#---
call(a b)
#---
[1 2 3]
#---
{"a": 1 "b": 2}
#---
f(a.b.c d.e, g)
#---
(a, b c + d)
#---
print(len(rows) rows)
#---
t = (yes if no)
#---
data = [
    1,
    2
    3,
]
#---
lambda (a, b): a
#---
def area((w, h)): return w
#---
def area(w h): return w
#---
print(rows[])
#---
rows[]
