if x:
pass
#---
def f():
return 1
#---
class A:

x = 1
#---
for i in x:
pass
#---
while x:
pass
#---
with x:
pass
#---
try:
pass
#---
try:
    pass
finally:
pass
#---
match x:
pass
#---
match x:
    case 1:
    pass
#---
if x:
    pass
elif y:
pass
#---
x = "abc
#---
x = 'abc\'
#---
x = """abc
#---
x = 1 \ 2
#---
x = 08
#---
x = 1_
#---
x = 0xg
#---
x = 1a
#---
x = 5 $ 3
#---
x = a ? b
#---
naïve = “text”
#---
"one "two" three"
#---
x = b"é"
#---
x = "\N{NO SUCH CHARACTER}"
#---
x = "\x1"
