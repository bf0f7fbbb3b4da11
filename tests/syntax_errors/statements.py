if x
    pass
#---
while True print(1)
#---
for i in range(3)
    pass
#---
def f()
    pass
#---
class A
    pass
#---
class A B:
    pass
#---
else:
    pass
#---
if x:
    pass
else:
    pass
elif y:
    pass
#---
try:
    pass
x = 1
#---
try:
    pass
except
    pass
#---
try:
    pass
except A as b.c:
    pass
#---
try:
    pass
except A, B as c:
    pass
#---
with (open(a) as b)
    pass
#---
with open(a) az b:
    pass
#---
match x
    case 1:
        pass
#---
match x:
    case 1
        pass
#---
match x:
    case 1 as a.b:
        pass
#---
print "hello"
#---
exec code
#---
retrun 3
#---
whle x:
    pass
#---
x = 5 y = 6
#---
return return
#---
def f(a, /, b, /): pass
#---
def f(a=1, b): pass
#---
def f(*): pass
#---
lambda x y: x
#---
async x = 1
#---
raise from x
#---
assert
#---
pass pass
