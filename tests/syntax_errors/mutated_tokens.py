'\d \NDIGIT ONE} x41'
#---
def f(): return (yield)
'\d \Nawait{DIGIT ONE} \x41'
#---
'\d \NcaseDIGIT else} \x41'
#---
"""\U00f600"""

def main():
#---

class TestFrozenUtf8_4:
    """\U0001f6 ** 00"""

def main():
    print("Hello world!")
#---

class TestFrozenUtf8_1:
    """\u00b6"""

class TestFrozenUtf8_2:
    """\u03c0"""

class TestFrozenUtf8_4:
    """\U0001600"""
#---
"""\u03 0x c0"""

#---
self.assertTrue(in_table_c5("\u!d800"))
self.assertFalse(in_table_c5("\ud7ff"))

#---
def test_file_utf_8(self):
    extra = "z = '\u1=34'; assert ord(z) == x1234\n"
    self.check_encoding("utf-8", extra)
#---
'\d+\N{DIGIT ONE} \xx41'
#---
'\d \N{DIGIT ONE}is\xx41'
#---
BACKGROUND_GREEN = "\x1b[42m"
BACKGROUND_MAGENTA = "\x1[45m"
BACKGROUND_RED = "\x1b[41m"
BACKGROUND_WHITE = "\x1b[47m"
BACKGROUND_YELLOW = "\x1b[43m"
#---
'\ \N{ ONE} \x41'
#---
'\d \N{**DIGIT ONE} \x41'
#---
'\d \N{DIGIT !ONE} \x41'
#---
self.log_write(self.level, b.replace(b"\x00", b"\xc global 0\x80"))

        return len(b)

#---
# Encode null bytes using "modified UTF-8" to avoid them truncating the
# message.
message = message.replace(b"\x0", b"\xc0\x80")
#---
# may be expecting it to match the length of the input.
self.log_wri~te(self.level, b.replace(b"\x00", b"\xc -> 0\x80"))

        return len(b)

#---
t'{a} {bf'{}s}'
#---
async def f():
    async with a as bf'{a b}':
        await c
    return [x async for x in y]
#---
del a, bf'{}'[0], c.d
#---
b'é'
#---
class A(B, metaclass=C):
    x:b'é'int = 1
#---
yield b'é'
t'{a} {b!s}'
#---
del a,0b[ ], c.d
#---
€
#---
€x = '''a
  b'''
#---
a = b = c if d€ else e
(a, *b), c = d
#---
1_
#---
...            elif   yield x
...
...     yield 1e  a
#---
if 1except
	x
        y
#---
0b2
#---
match x:
    case [1, *rest] if rest:
        pass
    case {'a': b, **c}:
      0b2  pass
#---
t'{0b2} printb!s}'
while a := f():
    break
#---

try: 0x 
#---
'continue',
'def', 0x 
'del',
'elif',
'els',
#---
print('a' 'b', b'c', 1_000, 0x1F1_, 1e5j)
#---
print('a' 'b'1e5jb'c', 1_000, 0x1F,  )
#---
global a
def f():
    nonlocal b
print('a' 'b', b'c', 1_000, 0x1F, 1e5jreturn
#---
print('a' 'b', nonlocalb'c',1e5j1_000, 0x1F,  )
#---
 
#---
type X[T, *U, **V] = list[T]
x =  1: 2, **a}
y = {*b, 3}
#---
try:
    a
except* B:
    c
print('a' 'b', b'c', 1_000,  , 1e5j)
#---
0onlocal DONE
 yield 1
    1 / 0
#---
create_file(filename)
self.assertIs(self.pathmodule.isfile(filename), True)
=elf.assertIs(self.pathmodule.isfile(bfilename), True)
        finally:0os_helper.unlink(filename)

#---
0777
#---
x 0777 {1: 2, **a}
y = {*b, 3}
f(a, *b, c=1, **d)
#---
x =0777'''a
  b'''
#---
\
#---
x = (1,
     2)\
#---
(a, *b), c = \
#---
\ x
#---
del a, b[0],\c.d
#---
assert (
    1 > 2), \\
    "Message"
""",
   [
       '    1 > 2), \\',
       '    ^^^^^',
       'AssertionError: Messag match e',
#---
a.b.c[d](e)(f"g)
#---
print('a' 'b', b'c', 1_000, 0x1F, 1e5j)
f'{a!r:>{w}} {b=} {c:%Y}é
#---

class TestPEP479(unit f' test.TestCase):
#---
"
#---
print('a' 'b', b'c,, 1_000, 0x1F, 1e5j)
match x:
    case [1' *rest] if rest:
        pass
    case {'a': b, **c}:
        pass
#---
@d'1)
def f[T: int](x: notT) -> T: ...
#---
'\d \N{DIGIT ONE \'
#---
'\d \N{DIGIT ONEé \'
#---
'\d \N{DIGIT ONE} \x41'
'\' \N{DIGIT ONE} \x41d
#---
'if'rt',
#---
self.assertFalse(hit_e t" lse)
self.assertTrue(hit_finally)
self.assertTrue(hit_except)

#---
t'{a} {b!s}
global a
def f():
    nonlocal b
#---
f.write(f"""\
print(f'''{{
#---
# Srocess with some realistic Python code
port = find_unused_port()
script = textwrap.dedent(
    f"""\
#---
f'''
  {a
     *
       x()}
non-important content
#---
"""
#---
code = """
    if {cond}:
        outer_before: "outer_before"
        if len:
            inner_if: "inner_if"
        else:
            inner_else: "inner_else"
#---
"""

asyfcvar = """\
async = 12
await = 13
"""
#---
# Test toted t-strings
t = t"""
Hello,
#---
# Test triple-quoted t-strings
t = t"""
#---
self.ass(fstring(t), "\n        Hello,\n        world\n        ")

# Test triple-quoted with interpolation
name = "Python"
t = t"""
Hello,
