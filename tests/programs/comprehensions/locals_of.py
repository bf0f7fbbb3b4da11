# What `locals()` and those that use it see in comprehensions.
def names():
    v = 1
    return [sorted(n for n in locals()) for v2 in [0]][0]
print(names())
def names2():
    v = 1
    return [list(locals()) for v2 in [0]][0]
print(names2())
def names3():
    v = 1
    return [[v2 for q in list(locals())] for v2 in [0]][0], [dict(locals()) for q in [0]], [ [dict(locals()) for r in [1]] for q in [0]]
print(names3())
def names4():
    v=3
    return list(n for n in locals()), [list(n for n in locals()) for z in [1]]
print(names4())
print([sorted(n for n in locals() if not n.startswith('_')) for v2 in [0]][0])
print([sorted(n for n in [list(locals())]) for v2 in [0]][0])
class A:
    y=1
    z=[list(locals()) for v2 in [0]][0]
    z2=[list(n for n in locals()) for v2 in [0]][0]
print(A.z,A.z2)
def f5():
    a=1
    return [vars() for x in [1]], [eval("x") for x in [2]], [eval("a",{"a":5}) for x in [2]], [dir() for x in [1]], [sorted(x for q in [1] for x in dir()) for y in [1]]
print(f5())
def f6():
    a=1
    return [list(a for a in [1] for q in locals()) for y in [1]]
print(f6())

def shadowed(x):
    return [dict(locals()) for x in "ab"], x
print(shadowed(1))
def cells():
    return [(lambda: a, sorted(locals()))[1] for a in [1] for b in [2]]
print(cells())
def unpacked():
    return [dict(locals()) for (a, [b, *c]) in [(1, [2, 3, 4])] if a]
print(unpacked(), unpacked.__code__.co_varnames)
def written():
    import sys
    return [(sys._getframe().f_locals.__setitem__("x", x * 10), x)[1] for x in [1, 2]]
print(written())
try:
    [1 / x for x in [0]]
except ZeroDivisionError as exc:
    print("x" in exc.__traceback__.tb_frame.f_locals)
async def later():
    async def numbers():
        yield 1
    return [dict(locals()) async for n in numbers()][0].keys()
import asyncio
print(sorted(asyncio.run(later())))
