def f(): ...
def g(): pass
class C: ...
class D: x: int; y: "str" = "a"
if 1: pass; print("same line"); print("again")
x = 1; y = 2; print(x, y);
print(f(), g(), C().__class__.__name__, D.__annotations__)
1
"string statement"
...
[print(i, end=" ") for i in range(3)]
print()
x if x else y
lambda: 1
z = \
    5
print(z)
w = (1 +
     2
     # comment inside
     + 3)
print(w)
if (x and
    y):
    print("continued")
def doc():
    "doc"
    "not doc"
def nodoc():
    f"not a doc"
def bdoc():
    b"no"
print(doc.__doc__, nodoc.__doc__, bdoc.__doc__)
def tabs():
	return "tab"
print(tabs())
if True:
        deep = 1
        if deep:
         odd = 2
print(deep, odd)
class E:
    """  Doc
    indented
      more
    """
print(repr(E.__doc__))
async def coro(): pass
c = coro(); c.close(); print(type(c).__name__)
print(((((1)))), (), (1,), [[]], {}, {**{}}, {*()})
type X = int
print(X, X.__value__)
import os, sys as system; from os import path as p, sep
print(system.__name__, p is os.path, sep)
_ = 3; print(_)
match = case = type = 1; print(match + case + type)
