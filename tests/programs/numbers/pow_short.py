# Small powers modulo what has a few limbs.
for n in (5, 2**64, 2**70 + 1, 2**130 + 5, 2**500 + 7, 2**520 + 9):
    for a in (0, 1, 3, n - 1, n // 2, n // 3 + 1, 2**64, 2**65 - 1, n, n + 3, n * 5 - 1, n**3 // 7):
        for e in range(9):
            assert pow(a, e, n) == a**e % n, (a, e, n)
            assert pow(a, e, -n) == a**e % -n, (a, e, n)
            assert pow(-a, e, n) == (-a) ** e % n, (a, e, n)
