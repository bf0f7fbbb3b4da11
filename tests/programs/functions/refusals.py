# What is converted first, which of several complaints is made, and in which words.
import array
import itertools
import operator


class I(int):
    pass


def show(expression):
    try:
        value = eval(expression)
        print(expression, "->", type(value).__name__, repr(value))
    except Exception as e:
        print(expression, "!!", type(e).__name__, ascii(str(e)))


def run(statements):
    try:
        exec(statements)
        print(statements, "-> done")
    except Exception as e:
        print(statements, "!!", type(e).__name__, e)


for expression in """
(int | None) | 5
5 | (int | None)
(int | None) | [1]
(int | None) | ()
1 in (int | None)
list(int | None)
type(1, x=2)
enumerate(True, default=0)
enumerate(default=0)
enumerate(start=1)
enumerate(iterable=1, start=2, x=3)
enumerate([], x=1, start=2)
list(enumerate(start=1, iterable='a'))
int(x=1)
int(1, 2, 3)
int(1, x=1)
str(1, 2, 3, 4)
memoryview(x=1)
staticmethod()
reversed()
max(errors=1)
sum(x=1)
sum(1, b'')
round(x=1)
pow(x=1)
'a'.replace('b', default=0)
[].sort(1, 2, 3)
[].sort(1)
[].pop(2**70)
[].insert(2**70, 1)
b''.hex(1, 2**31)
b'a'.rjust(2**63)
'a'.expandtabs(2**40)
b''.replace(set(), -2, set())
b''.decode('no such codec')
bytearray().decode('')
''.encode('no such codec')
str(b'x', '\\ud800')
str({}, '\\ud800')
str(b'x', 'a\\0')
float.fromhex(True)
float.fromhex('\\ud800')
0.0 ** -float('inf')
(1).to_bytes(1, 2)
(1).from_bytes(b'', ())
memoryview(b'a').tobytes(order=3)
memoryview(b'a').index(1, 'a')
memoryview(b'a').index(97, 0, 3**100)
memoryview(b'a').cast('\\xe9')
'abc' % b'12'
'abc' % [1]
'abc' % ()
'abc' % 1
'%(a)s' % bytearray(b'abc')
'%*d' % (2**62, ())
{1, 2}.intersection([[1]])
{1, 2}.union([[1]])
{}.pop([], 'none')
{}.pop([])
''.maketrans(1, 2)
''.maketrans(1, 'a')
''.maketrans('a', None)
'a'.removeprefix(1)
complex('1__0')
complex('x')
int(memoryview(b'ab'))
int(bytearray(b'x'))
operator.call(x=1)
NameError(x=1, name=2)
AttributeError(x=1)
str(SyntaxError())
ExceptionGroup(None, [])
array.array('b', [2**70])
array.array('i', [1]).index(1, 'a')
itertools.combinations(max, bool)
{type('Q', (), {'__hash__': None})(): 1}
operator.length_hint(type('Q', (), {'__length_hint__': lambda s: 2**70})())
""".strip().splitlines():
    show(expression)

for statements in """
x = [1]; x[::] = 5
x = [1]; x[0:1] = int | None
x = [1]; x[::2] = [1, 2]
x = I(4); del x[5]
x = I(4); x[2**70] = 1
x = I(4); x['a'] = 1
x = bytearray(); x[5] = 'a'
x = bytearray(); x[5] = 1
""".strip().splitlines():
    run(statements)


# A generator's value is kept by __next__() called as a method.
def generator():
    yield 0
    return 9


g = generator()
assert g.__next__() == 0
try:
    g.__next__()
except StopIteration as e:
    assert e.value == 9, e
assert next(iter([]), None) is None
try:
    iter([]).__next__()
except StopIteration as e:
    assert e.value is None
