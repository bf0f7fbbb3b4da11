# `StopIteration` that is raised by what an iterator calls ends it, whoever asks for its items.
import itertools, functools, operator
def stop(*a):
    if a[0] == 2: raise StopIteration('val')
    return a[0]
mk = {
 'map': lambda: map(stop, [1,2,3]), 'map2': lambda: map(stop, [1,2,3], [1,2,3]), 'filter': lambda: filter(stop, [1,2,3]), 'filterfalse': lambda: itertools.filterfalse(stop, [0,2,3]),
 'starmap': lambda: itertools.starmap(stop, [(1,),(2,),(3,)]), 'takewhile': lambda: itertools.takewhile(stop, [1,2,3]), 'dropwhile': lambda: itertools.dropwhile(stop, [1,2,3]), 'dropwhile1': lambda: itertools.dropwhile(stop, [0,2,3]),
 'accumulate': lambda: itertools.accumulate([1,2,3], lambda a, b: stop(b)), 'groupby': lambda: itertools.groupby([1,2,3], stop), 'iter': lambda: iter(lambda it=iter([1,2,3]): stop(next(it)), 9),
 'zip': lambda: zip(map(stop,[1,2,3]), [4,5,6]), 'enumerate': lambda: enumerate(map(stop, [1,2,3])), 'chain': lambda: itertools.chain(map(stop,[1,2,3]), [9]), 'islice': lambda: itertools.islice(map(stop,[1,2,3]), 3), 'cycle': lambda: itertools.islice(itertools.cycle(map(stop,[1,2,3])), 4), 'tee': lambda: itertools.tee(map(stop,[1,2,3]))[0], 'pairwise': lambda: itertools.pairwise(map(stop,[0,1,2])), 'batched': lambda: itertools.batched(map(stop,[1,2,3]), 2), 'compress': lambda: itertools.compress(map(stop,[1,2,3]), [1,1,1]), 'zip_longest': lambda: itertools.zip_longest(map(stop,[1,2,3]), [4,5,6]), 'product': lambda: itertools.product(map(stop,[1,2,3])), 'gen': lambda: (x for x in map(stop, [1,2,3])), 'mapmap': lambda: map(str, map(stop, [1,2,3])),
 'getitem': lambda: iter(type('S', (), {'__getitem__': lambda s, i: stop(i)})()), 'reversed': lambda: reversed(type('S', (), {'__getitem__': lambda s, i: stop(4 - i), '__len__': lambda s: 4})()),
}
use = {
 'list': list, 'tuple': tuple, 'set': lambda m: sorted(map(str, set(map(str, m)))), 'for': lambda m: [x for x in m], 'for2': lambda m: forloop(m), 'sum': lambda m: sum((1 for _ in m)), 'sum2': lambda m: sum(map(lambda x: 1, m)), 'any': lambda m: any(x is None for x in m), 'max': lambda m: max(m, key=id) is None, 'star': lambda m: [*m], 'call': lambda m: (lambda *a: a)(*m), 'unpack': lambda m: unpack(m), 'join': lambda m: ''.join(map(str, m)), 'next': lambda m: nexts(m), 'dunder': lambda m: [m.__next__(), m.__next__()], 'extend': lambda m: ext(m), 'in': lambda m: 99 in m, 'dict': lambda m: dict.fromkeys(m), 'zipuse': lambda m: list(zip(m)), 'sorted': lambda m: sorted(m, key=str), 'slice': lambda m: sl(m), 'yf': lambda m: yf(m), 'bytes': lambda m: bytes(m), 'reduce': lambda m: functools.reduce(lambda a, b: (a, b), m), 'default': lambda m: [next(m, 'd') for _ in range(3)], 'count': lambda m: operator.countOf(m, 1), 'deque': lambda m: list(__import__('collections').deque(m)), 'all': all, 'anyp': any, 'sump': sum, 'minp': min, 'update': lambda m: (lambda s: (s.update(m), len(s)))(set()), 'iadd': lambda m: iadd(m), 'index': lambda m: operator.indexOf(m, 77), 'Counter': lambda m: __import__('collections').Counter(m),
 'unpack2': lambda m: unpack2(m), 'asn': lambda m: asn(m), 'frozen': lambda m: len(frozenset(m)), 'array': lambda m: __import__('array').array('i', m), 'fsum': lambda m: __import__('math').fsum(m), 'writelines': lambda m: __import__('io').StringIO().writelines(map(str, m)), 'heap': lambda m: __import__('heapq').nlargest(2, m, key=str), 'comp': lambda m: {x: 1 for x in m}, 'match': lambda m: None,
}
def forloop(m):
    r = []
    for x in m: r.append(x)
    else: r.append('else')
    return r
def unpack(m): a, *b = m; return a, b
def unpack2(m): a, b, c = m; return a, b, c
def asn(m): (a,) = m; return a
def nexts(m): return [next(m), next(m)]
def ext(m): l = []; l.extend(m); return l
def iadd(m): l = []; l += m; return l
def sl(m): l = [0]; l[1:] = m; return l
def yf(m):
    def g():
        r = yield from m
        yield ('result', r)
    return list(g())
for k, m in mk.items():
    for u, f in use.items():
        try: r = f(m())
        except BaseException as e: r = f'{type(e).__name__}: {e} {e.__context__!r}'
        if k == 'groupby' or k == 'tee': r = str(r)[:10]
        print(k, u, r)
