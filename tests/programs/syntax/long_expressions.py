print(eval("+".join(["1"] * 3000)), len(eval("[" + "1," * 5000 + "]")), eval("(" * 80 + "1" + ")" * 80), eval("[" * 50 + "]" * 50) != [], eval("not " * 100 + "1"), eval("-" * 100 + "1"), len(eval("{" + ",".join(f"{i}:{i}" for i in range(2000)) + "}")))
src = "def f(" + ",".join(f"a{i}" for i in range(300)) + "): return a0 + a299\nprint(f(*range(300)))"; exec(src)
exec("x = 0\n" + "\n".join(f"x += {i}" for i in range(3000)) + "\nprint(x)")
exec("def g(x):\n" + "".join(f" {'el' if i else ''}if x == {i}: return {i * 2}\n" for i in range(400)) + " else: return -1\nprint(g(399), g(500))")
exec("def many():\n" + "".join(f" v{i} = {i}\n" for i in range(500)) + " return " + "+".join(f"v{i}" for i in range(500)) + "\nprint(many())")
exec("print(" + ",".join(f"'{i}'" for i in range(300)) + ", sep='')"); print(len(eval("'" + "x" * 100000 + "'")), eval("f'" + "{1}" * 300 + "'") == "1" * 300)
exec("class C:\n" + "".join(f" def m{i}(self): return {i}\n" for i in range(300)) + "print(C().m299())")
nest = "x = 1\n"
for i in range(18): nest += "  " * i + f"if x:\n"
nest += "  " * 18 + "print('deep if')"; exec(nest)
exec("".join("  " * i + f"for i{i} in range(1):\n" for i in range(15)) + "  " * 15 + "print(i14)")
exec("a = " + " if 1 else ".join(["5"] * 500) + "\nprint(a)"); print(eval(" or ".join(["0"] * 1000 + ["7"])), eval(" and ".join(["1"] * 1000)), eval(" < ".join(map(str, range(500)))), eval(".".join(["x"] + ["real"] * 500), {"x": 3}), eval("x" + "[0]" * 50, {"x": (lambda f: f(f, 50))(lambda f, n: [f(f, n - 1)] if n else 9)}))
exec("try:\n pass\n" + "".join(f"except KeyError{'' if i else ''}: pass\n" for i in range(200)) + "print('tries')")
exec("def outer():\n" + "".join(f" c{i} = {i}\n" for i in range(260)) + " def inner(): return " + "+".join(f"c{i}" for i in range(260)) + "\n return inner()\nprint(outer())")
def f300(*a, **k): return len(a), len(k)
print(eval("f300(" + ",".join(map(str, range(500))) + "," + ",".join(f"k{i}={i}" for i in range(500)) + ")"), eval("f300(*" + ",*".join(["[1]"] * 300) + ")"))
for deep in ("(" * 300 + ")" * 300, "[" * 250, "{" * 201):
    try: compile(deep, "d", "eval"); print("ok")
    except (SyntaxError, MemoryError, RecursionError) as exc: print(type(exc).__name__, exc.msg if isinstance(exc, SyntaxError) else "")
