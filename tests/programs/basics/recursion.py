def hanoi(n, a, b, c): return 0 if n == 0 else hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)
def perms(s): return [s] if len(s) < 2 else [c + p for i, c in enumerate(s) for p in perms(s[:i] + s[i + 1:])]
def ack(m, n): return n + 1 if m == 0 else ack(m - 1, 1) if n == 0 else ack(m - 1, ack(m, n - 1))
def flat(x): return [z for y in x for z in flat(y)] if isinstance(x, list) else [x]
def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)
def power(s): return [[]] if not s else (lambda r: r + [[s[0]] + x for x in r])(power(s[1:]))
print(hanoi(8, 1, 2, 3), perms("abc"), ack(2, 3), flat([1, [2, [3, [4]]]]), even(100), odd(7), power([1, 2, 3]))
def fib(n, memo={}): 
    if n not in memo: memo[n] = n if n < 2 else fib(n - 1) + fib(n - 2)
    return memo[n]
print(fib(90))
def quick(l): return [] if not l else quick([x for x in l[1:] if x < l[0]]) + [l[0]] + quick([x for x in l[1:] if x >= l[0]])
def merge(l):
    if len(l) < 2: return l
    a, b = merge(l[:len(l) // 2]), merge(l[len(l) // 2:]); r = []
    while a and b: r.append((a if a[0] <= b[0] else b).pop(0))
    return r + a + b
print(quick([3, 6, 1, 8, 2, 9, 2]), merge([5, 2, 4, 7, 1, 3, 2, 6]))
try:
    def inf(n): return inf(n + 1)
    inf(0)
except RecursionError as e: print("RecursionError")
def binary(l, x, lo=0, hi=None):
    hi = len(l) if hi is None else hi
    if lo >= hi: return -1
    m = (lo + hi) // 2
    return m if l[m] == x else binary(l, x, m + 1, hi) if l[m] < x else binary(l, x, lo, m)
print([binary([1, 3, 5, 7, 9], x) for x in (1, 9, 4, 7)])
