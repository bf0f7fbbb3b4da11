"""Functions with more variables than an instruction can name."""

def make(n_params, n_locals, tail=""):
    params = ", ".join(f"p{i}" for i in range(n_params))
    lines = [f"def f({params}{tail}):"]
    lines += [f"    v{i} = {i} * 2" for i in range(n_locals)]
    lines += [
        "    total = 0",
        "    for k in range(5):",
        "        total += k",
        "    names = locals()",
        "    return total, len(names), " + ", ".join([f"p{i}" for i in range(0, n_params, 40)] + [f"v{i}" for i in range(0, n_locals, 40)]),
    ]
    space = {}
    exec("\n".join(lines), space)
    return space["f"]


for n_params, n_locals in [(0, 170), (0, 178), (3, 300), (181, 0), (200, 5), (260, 60), (500, 500)]:
    f = make(n_params, n_locals)
    print(n_params, n_locals, f(*range(n_params)), f.__code__.co_nlocals, f.__code__.co_varnames[-5:])
    print(f(**{f"p{i}": -i for i in range(n_params)})[2:])

f = make(190, 10, ", *args, k=5, **kw")
print(f(*range(200), z=1))
print(f.__code__.co_varnames[188:196], f.__code__.co_argcount)
try:
    f(1)
except TypeError as e:
    print(str(e)[:60])
try:
    f(*range(190), p3=1)
except TypeError as e:
    print(e)


source = ["def g(x):", "    v0 = 1"]
source += [f"    v{i} = v{i - 1} + 1" for i in range(1, 400)]
source += ["    del v399", "    v398 += 1", "    def inner():", "        return v398 + x", "    print(inner())", "    try:",
           "        v399", "    except UnboundLocalError as e:", "        print(e)", "    if x > 100:", "        late = 1",
           "    print([v for v in (v390, v391)], 'v399' in locals(), locals()['v397'])", "    yield v397",
           "    import sys", "    sys._getframe().f_locals['v397'] = 'set'", "    yield v397",
           "    try:", "        late", "    except UnboundLocalError as e:", "        print(e)",
           "    try:", "        del late", "    except UnboundLocalError as e:", "        print(e)"]
space = {}
exec("\n".join(source), space)
print(list(space["g"](7)))

chain = "def h():\n    " + " = ".join(f"a{i}" for i in range(800)) + " = None\n    print(b0)\n"
exec(chain, space)
try:
    space["h"]()
except NameError as e:
    print(e)
