# What an iterator returns where one inside of it has returned a value, and what ends it as it was raised.
def g(): yield 1; return 5
res = {}
def h(n, it): res[n] = yield from it
import itertools, collections
mks = dict(map=lambda: map(str, g()), map2=lambda: map(lambda *a: a, g(), [1]), map3=lambda: map(lambda *a: a, [1], g()), filter=lambda: filter(None, g()), chain=lambda: itertools.chain(g()), enumerate=lambda: enumerate(g()), zip=lambda: zip(g()), zip2=lambda: zip([1,2], g()), islice=lambda: itertools.islice(g(), 5), islice1=lambda: itertools.islice(g(), 1), chainfi=lambda: itertools.chain.from_iterable([g()]), takewhile=lambda: itertools.takewhile(bool, g()), accumulate=lambda: itertools.accumulate(g()), tee=lambda: itertools.tee(g())[0], dropwhile=lambda: itertools.dropwhile(lambda x: 0, g()), filterfalse=lambda: itertools.filterfalse(lambda x: 0, g()), compress=lambda: itertools.compress(g(), [1,1]), compress2=lambda: itertools.compress([1,1], g()), starmap=lambda: itertools.starmap(lambda *a: a, ((x,) for x in g())), pairwise=lambda: itertools.pairwise(g()), batched=lambda: itertools.batched(g(), 2), cycle=lambda: itertools.islice(itertools.cycle(g()), 3), zip_longest=lambda: itertools.zip_longest(g()), groupby=lambda: itertools.groupby(g()), product=lambda: itertools.product(g()), permutations=lambda: itertools.permutations(g()), callit=lambda i=[0]: iter(lambda it=g(): next(it), 9), genit=lambda: (x for x in g()), mapmap=lambda: map(str, map(int, g())), strict=lambda: zip(g(), [1], strict=True), rev=lambda: reversed([1]), starmapf=lambda: itertools.starmap(lambda *a: a, map(lambda x: (x,), g())), repeat=lambda: itertools.repeat(1, 1), chain2=lambda: itertools.chain([1], g()))
for n, mk in mks.items():
    try: list(h(n, mk()))
    except Exception as e: res[n] = e
    m = mk()
    try:
        while 1: next(m)
    except StopIteration as e: a = e.value
    except Exception as e: a = e
    try: next(m)
    except StopIteration as e: b = e.value
    except Exception as e: b = e
    print(n, res[n], a, b)
# What ended within a function is not what the iterator returns.
def inner(keep):
    def f(x):
        list(g())
        try: next(zip(g()))
        except StopIteration: pass
        for _ in g(): pass
        return keep
    return f
for n, mk in dict(filter=lambda: filter(inner(False), [1]), map=lambda: map(inner(1), [1]), filterfalse=lambda: itertools.filterfalse(inner(True), [1]), takewhile=lambda: itertools.takewhile(inner(False), [1]), dropwhile=lambda: itertools.dropwhile(inner(True), [1]), accumulate=lambda: itertools.accumulate([1, 2], lambda a, b: inner(1)(b)), groupby=lambda: itertools.groupby([1, 2], inner(1)), starmap=lambda: itertools.starmap(inner(1), [(1,)]), callit=lambda: iter(lambda: inner(1)(0), 1)).items():
    list(h(n, mk())); a = res[n]
    m = mk()
    try:
        while 1: next(m)
    except StopIteration as e: print(n, a, e.value)

import sys, traceback
class A:
    def __next__(s):
        raise StopIteration('x')
    def __iter__(s): return s
def f(x): raise StopIteration('y')
for t in (lambda: next(A()), lambda: next(map(f, [1])), lambda: A().__next__(), lambda: map(f,[1]).__next__(), lambda: next(filter(f, [1])), lambda: next(iter(A()))):
    try: t()
    except StopIteration as e: traceback.print_exc(file=sys.stdout); print(e.args, e.value)
class B(StopIteration): pass
def f(x): raise B('y', 2)
try: next(map(f, [1]))
except StopIteration as e: print(type(e), e.args)
class A:
    def __next__(s):
        raise B('x')
try: next(A())
except StopIteration as e: print(type(e), e.args)
