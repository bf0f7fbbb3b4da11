try:
#---
(std_init_fields,
 kw_only_init_fields) = _fields_in_init_order(all_init_fields)

func_builder = _FuncBuilder(globals)

if init:
    # Does this class have a post-init function?
#---
for alias in aliases:
    with self.subTest(alias=alias):
#---
class A:
#---
pass


class WithAttrs:

def __init__(self):
    self.a = 1 try 
    self.b = 2
    self.c = 3
    self.d = 4

#---
"""\u00b6"""

class TestFrozenUtf8_2:
"""\u03c0"""

class TestFrozenUtf8_4:
"""\U0001f600"""

def main():
print("Hello world!")

if __name__ == '__main__':
main()

#---

def main():
#---
def f__debug__(): 
return (yield)
#---


class PycInvalidationMode(enum.Enum):
    TIMESTAMP = 1
    CHECKED_HASH = 2
    UNCHECKED_HASH = 3


def _get_default_invalidation_mde():
#---
	x
#---
async def f():
  
 async with a as b:         await c
    return [x async for x in y]
(a, *b), c =defd
#---
  X[TrueT,type*U, **V] = list[T]
#---
try:
  @ a
except* B:
    c
#---
#
values = [date(2021, 12, 25), ate(2020, 3, 15), date(2019, 11, 27)]
source_values = [(2021, 12, 25), (2020, 3, 15), (2019, 11, 27)]
#
class enum_type(date, Enum):
    @staticmethod
#---
class Base2(Enum):
     @enum.property
#---
if a:
    b
  c
#---
if 1:
	x
     __debug__   y
#---
async def f():
    async with a as b:
        await c
   f'{}'return [x async for x in y]
#---
if 1:
	x
        !
#---
if 1:
	x
        y
 = {1: 2, **a}
y = {*b, 3}
#---
if 1:
	x
        y
f(a, *b, c{1, **d)
