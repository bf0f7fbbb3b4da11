"""Expressions, assignments and patterns of any size: nothing is refused for want of room."""


def add(a, b=0, *more):
    return a + b + sum(more)


# Calls in calls, in the middle of other operands.
n = 60
nested = "add(1, " * n + "0" + ")" * n
assert eval(nested) == n
assert eval("[" + "[1] + [" * 90 + "2" + "]" * 91) is not None
assert eval("(" + "1 + (2 * (" * 60 + "x" + "))" * 60 + ")", {"x": 3}) > 0
assert eval("add(1, add(2, " * 40 + "5" + "))" * 40) == 40 * 3 + 5
assert eval("f({1: f({1: " * 30 + "0" + "})})" * 30, {"f": lambda d: d}) is not None
assert eval("[x for x in [y for y in (" + "add(1, " * 50 + "1" + ")" * 50 + ",)]]", {"add": add}) == [51]
assert eval("[add(x, " + "add(x, " * 45 + "x" + ")" * 45 + ") for x in (1, 2)]") == [47, 94]


# Where locals are many, calls must leave them alone.
names = [f"v{i}" for i in range(400)]
source = "def f():\n" + "".join(f"    {n} = {i}\n" for i, n in enumerate(names))
source += "    def g(a, b, c):\n" + "".join(f"        w{i} = a + {i}\n" for i in range(60))
source += "        return w0 + b + c\n"
source += "    r = g(g(1, 2, 3), g(1, 2, 3), g(a=1, b=2, c=g(g(*(2, 3, 4)), 5, c=6)))\n"
source += "    s = [q.bit_length() for q in (r, 5)]\n"
source += "    return r, s, " + ", ".join(names) + "\n"
namespace = {}
exec(source, namespace)
assert namespace["f"]() == (35, [6, 3], *range(400))

# Targets.
targets = ", ".join(f"t{i}" for i in range(600))
namespace = {"values": list(range(600))}
exec(f"{targets} = values\nassert t0 == 0 and t599 == 599", namespace)
try:
    exec(f"{targets}, *rest = range(605)", namespace)
except SyntaxError as e:
    print(e.msg)
exec(f"a, *b, {targets} = range(700)\nassert len(b) == 99 and t599 == 699", namespace)
for values in (range(599), range(601), iter(range(601))):
    try:
        exec(f"{targets} = values", {"values": values})
    except ValueError as e:
        print(e)
exec(f"r = [{targets.replace(',', ' +')} for ({targets}) in [range(600)]]", namespace)
assert namespace["r"] == [sum(range(600))]

# Patterns.
depth = 90
pattern = "{1: " * depth + "x" + "}" * depth
value = "{1: " * depth + "42" + "}" * depth
exec(f"match {value}:\n    case {pattern}: r = x\n", namespace)
assert namespace["r"] == 42
exec(f"match {value}:\n    case {pattern.replace('x', '7')}: r = 'seven'\n    case _: r = 'other'\n", namespace)
assert namespace["r"] == "other"
pattern = "[" + ", ".join(f"p{i}" for i in range(150)) + "]"
exec(f"match range(150):\n    case {pattern}: r = p149\n", namespace)
assert namespace["r"] == 149
nested = "[a0, [" + ", [".join(f"a{i}" for i in range(1, 90)) + "]" * 90
value = 0
for i in reversed(range(90)):
    value = [i, value] if i < 89 else [i]
namespace["value"] = value
exec(f"match value:\n    case {nested}: r = a0, a50, a89\n", namespace)
assert namespace["r"] == (0, 50, 89)

# Defaults, closures, decorators, `with` items.
source = "def outer():\n" + "".join(f"    c{i} = {i}\n" for i in range(60))
source += "    def inner(" + ", ".join(f"d{i}=c{i}" for i in range(60)) + "):\n"
source += "        return " + " + ".join(f"c{i} + d{i}" for i in range(60)) + "\n    return inner\n"
exec(source, namespace)
assert namespace["outer"]()() == 2 * sum(range(60))
exec("def same(f): return f\n" + "@same\n" * 60 + "def f(): return 1\nassert f() == 1", namespace)
source = "import contextlib\nn = []\nwith "
source += ", ".join(f"contextlib.nullcontext({i}) as w{i}" for i in range(18))
source += ":\n    n.append(w0 + w17)\nassert n == [17]\n"
exec(source, namespace)
