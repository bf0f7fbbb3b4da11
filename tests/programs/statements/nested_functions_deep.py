def a(p):
    q = p + 1
    def b(r):
        s = q + r
        def c(t):
            nonlocal q
            q += t
            def d(): return p, q, r, s, t
            return d
        return c
    return b, lambda: q
b, getq = a(1); d = b(10)(100); print(d(), getq(), b(20)(1)(), getq(), d())
print([f.__name__ for f in (a, b, d)], b.__code__.co_freevars, d.__code__.co_freevars, a.__code__.co_cellvars, len(d.__closure__))
def shadow(x):
    def inner(x=x):
        x += 1
        return x
    return inner(), inner(10), x
print(shadow(5))
def mutual(n):
    def even(k): return True if k == 0 else odd(k - 1)
    def odd(k): return False if k == 0 else even(k - 1)
    return even(n), odd(n)
print(mutual(7))
def loopy():
    fs = []
    for i in range(3):
        j = i * 10
        def f(k=i): return i, j, k
        fs.append(f)
    return [f() for f in fs]
print(loopy())
def exc():
    try: raise ValueError("v")
    except ValueError as e:
        msg = str(e)
        def later(): return msg
        def uses_e():
            try: return e
            except NameError as n: return str(n)
    return later(), uses_e()
print(exc())
def cls():
    v = "enclosing"
    class K:
        w = v
        def m(self): return v, self.w, __class__.__name__
        n = [v for _ in range(1)]
    v = "changed"
    return K().m(), K.n
print(cls()); print((lambda a: (lambda b: (lambda c: a + b + c)))(1)(2)(3)); x = "g"
def conditional(flag):
    if flag: x = "local"
    try: return x
    except UnboundLocalError as e: return str(e)
print(conditional(1), conditional(0)); import functools; print(functools.reduce(lambda f, g: lambda z: g(f(z)), [lambda v: v + 1, lambda v: v * 2, str])(4))
