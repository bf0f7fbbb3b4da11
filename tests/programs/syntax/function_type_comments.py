# `ast.parse(mode="func_type")`
import ast

for source in [
    "(int, *str, *Any) -> float", "(int, **str, Any) -> float", "(**int, **str) -> float", "(*int, str) -> int", "(*a, **b) -> c",
    "(**a) -> c", "(**a, *b) -> c", "() -> x", "(a,) -> x", "(*a,) -> b", "(a, b, *c) -> d", "(a) -> b\n", "(a, **b,) -> c",
    "(*, a) -> b", "(a, b[c], *d, **e) -> f[g]",
]:
    try:
        print(source, ast.dump(ast.parse(source, mode="func_type")))
    except SyntaxError as e:
        print(source, e.args)

# What is open within a replacement field waits for more lines.
for source in ["x = f'''{(\n)", "x = f'''{(\n", "x = f'{(\n)", "x = f'''{(\n}'''", "t'''{[\n"]:
    try:
        compile(source, "f.py", "single", 0x4200)
    except SyntaxError as e:
        print(repr(source), type(e).__name__, e.args)
