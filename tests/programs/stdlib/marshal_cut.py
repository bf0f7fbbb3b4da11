"""Marshalled values cut short: what is read where nothing is left."""

import marshal
for v in (), (1,), [1], {1}, frozenset([2]), {1: 2}, "abc", "é", b"ab", 5, 2**70, 1.5, 2j, slice(1, 2), (1, "a", "a"), "a" * 300, tuple(range(300)), None, True, ...:
    for version in 0, 1, 2, 3, 4, 5:
        try: b = marshal.dumps(v, version)
        except ValueError as e: print(v, version, e); continue
        for n in range(min(len(b), 14)):
            try: r = marshal.loads(b[:n])
            except (EOFError, ValueError, TypeError) as e: r = f"{type(e).__name__}: {e}"
            print(repr(v)[:20], version, n, r)
