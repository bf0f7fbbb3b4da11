"""Local variables are told in this order: parameters, plain ones, those of inner functions by name, those of outer ones."""


def f(q, p, *args, key=None, **kwargs):
    zeta = 1
    plain = 2
    alpha = 3
    inner = lambda: (zeta, alpha, p)
    other = inner()
    print(list(locals()), f.__code__.co_varnames, f.__code__.co_cellvars, f.__code__.co_nlocals)

    def g(x):
        b = x
        a = b + zeta
        h = lambda: (a, b, q)
        print(list(locals()), g.__code__.co_varnames, g.__code__.co_cellvars, g.__code__.co_freevars, h())

    g(1)


f(1, 2, 3, more=4)


def gen():
    z = yield 1
    y = lambda: z
    a = 2
    yield list(locals()), y()


it = gen()
next(it)
print(it.send(5), it.gi_code.co_varnames, it.gi_code.co_cellvars)


class C:
    def m(self):
        w = 1
        v = lambda: (self, w, __class__)
        print(list(locals()), C.m.__code__.co_cellvars, C.m.__code__.co_freevars, v.__code__.co_freevars)


C().m()
names = "".join(f"    a{i} = {i}\n" for i in range(300))
namespace = {}
exec(f"def many(p):\n{names}    g = lambda: a7 + a3 + p\n    return len(locals()), g(), a299", namespace)
print(namespace["many"](1))
