from itertools import *
print(list(accumulate([1,2,3])), list(accumulate([1,2,3],lambda a,b:a*b,initial=5)), list(batched('abcdefg',3)))
print(list(chain('ab','c')), list(chain.from_iterable(['ab','c'])), list(combinations('abcd',2)), list(combinations_with_replacement('abc',2)))
print(list(compress('abcd',[1,0,1])), list(islice(count(3,2),3)), list(islice(cycle('ab'),5)), list(dropwhile(lambda x:x<3,[1,2,3,1])), list(filterfalse(None,[0,1])))
print([(k,list(g)) for k,g in groupby('aaabbc')], list(islice('abcdefg',1,None,2)), list(pairwise('abcd')), list(permutations('abc',2)), list(product('ab',repeat=2)))
print(list(repeat(1,3)), repeat(1), count(1), count(1.5,2), list(starmap(pow,[(2,3)])), list(takewhile(lambda x:x<3,[1,2,3,1])), list(zip_longest('abc','d',fillvalue=0)))
a,b=tee('abc'); print(list(a),list(b), type(a))
for f in (lambda: islice('a',-1), lambda: islice('a'), lambda: batched('a',0), lambda: repeat(1,'a'), lambda: count('a'), lambda: permutations('a',-1), lambda: list(batched('abc',2,strict=True)), lambda: combinations('a',-1), lambda: compress('a'), lambda: groupby(), lambda: product('a',x=1), lambda: takewhile(1), lambda:next(chain(1)), lambda: tee('a',-1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
