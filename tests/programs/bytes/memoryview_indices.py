# Indices of views of several dimensions and of none: which of several faults is told.
m = memoryview(bytearray(24)).cast('B', [2,3,4])
m2 = memoryview(bytearray(24)).cast('H', [3,4])
class I:
    def __index__(s): return 1
for v in (m, m2):
    for i in (10**30, -10**30, 2**63, 5, -5, 1, 'a', None, (1,), (1,2), (1,2,3), (10**30, 1), (1, 10**30), (1, 'a'), (5, 1), ('a',10**30), (slice(1),), slice(1), (slice(1), slice(2)), (slice(1),1), (), (1,2,3,4), I(), (I(), I()), ..., (..., 1), (1, slice(1))):
        try: r = v[i]; r = r.tolist() if isinstance(r, memoryview) else r
        except Exception as e: r = repr(e)
        print(str(i)[:20] if not isinstance(i, I) else 'I', r)
        try: v[i] = 1
        except Exception as e: r = repr(e)
        print('  ', r)
z = memoryview(bytearray(4)).cast('B', [4])
for v in (z, memoryview(bytearray(4)).cast('i', [])):
    for i in (10**30, (10**30,), (1,), (1, 2), (), ..., 'a', slice(10**30), (slice(2),), (slice(1), slice(2)), I(), (I(),)):
        try: r = v[i]; r = r.tolist() if isinstance(r, memoryview) else r
        except Exception as e: r = repr(e)
        print(str(i)[:20] if not isinstance(i, I) else 'I', r)
        try: v[i] = 1; r = 'ok'
        except Exception as e: r = repr(e)
        print('  ', r)
        try: del v[i]; r = 'ok'
        except Exception as e: r = repr(e)
        print('  ', r)
