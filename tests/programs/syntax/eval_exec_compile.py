x = 10
print(eval("x + 1"), eval("x + y", {"x": 1, "y": 2}), eval("a * b", {"a": 2}, {"b": 3}), eval("[i + x for i in range(2)]"), eval(compile("x ** 2", "<e>", "eval")), eval("lambda q: q + x")(5))
ns = {}; exec("def f(): return g\ng = 5\nclass C: z = g", ns); print(ns["f"](), ns["C"].z, sorted(k for k in ns if k != "__builtins__"), "__builtins__" in ns)
g, l = {"a": 1}, {}; exec("b = a\nglobal c\nc = 3", g, l); print(l, g["c"], "b" in g)
def f():
    v = 1
    exec("v = 2; w = 3")
    loc = locals(); loc["v"] = 99
    return v, "w" in locals(), eval("v"), sorted(locals())
print(f())
def h():
    a = 1
    d = locals(); b = 2
    return d, locals() is d, sorted(locals())
print(h())
class K:
    q = 1
    locals()["r"] = 2
    print(sorted(k for k in locals() if not k.startswith("__")))
print(K.r)
c = compile("y = 1\nprint(y)", "file.py", "exec"); exec(c); s = compile("5\n", "s", "single"); exec(s); exec(compile("x; None; 'str'", "s", "single")); print(c.co_filename, type(c).__name__)
for args in (("1 +", "f", "eval"), ("x = 1", "f", "eval"), ("1\n2", "f", "single"), ("x", "f", "nope"), (5, "f", "exec"), ("x", 5, "exec"), ("x\0y", "f", "exec"), (b"x = '\xff'", "f", "exec"), ("x", "f", "exec", 12345678), ("if 1:", "f", "exec"), ("def f():\n  x\n y", "f", "exec"), ("return", "f", "exec")):
    try: print(compile(*args))
    except Exception as exc: print(args[0], type(exc).__name__, exc)
for bad in (lambda: eval("x", 5), lambda: eval("x", {}, 5), lambda: exec("x", []), lambda: eval(5), lambda: exec(5), lambda: eval("zz"), lambda: exec("raise KeyError('k')"), lambda: eval(compile("lambda: y", "", "eval"), {})(), lambda: exec(f.__code__, {}, {}), lambda: exec((lambda: x and f).__code__), lambda: eval("1", {"__builtins__": {}}), lambda: eval("len([])", {"__builtins__": {}}), lambda: exec("import os", {"__builtins__": {}}), lambda: eval("len('ab')", {"__builtins__": {"len": lambda q: 99}}), lambda: exec("x", closure=5)):
    try: print(bad())
    except Exception as exc: print(type(exc).__name__, exc)
class M(dict):
    def __missing__(self, k): return f"<{k}>"
print(eval("a + b", {}, M(a="A")), ""); exec("x_ = undefined", {}, q_ := M()); print(q_["x_"]); print(globals() is eval("globals()"), eval("locals()", {"only": 1}).keys() >= {"only"}, eval(b"1 + 1"), eval(bytearray(b"2")), "", eval("  7"))
exec("def dflt(a=x): return a"); print(dflt()); exec("for i in range(2): print(i, end=' ')\nelse: print('done')"); print(vars() is globals(), dir() == sorted(globals()), "x" in dir())
