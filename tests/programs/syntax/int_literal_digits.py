# A decimal int literal has as many digits as `sys.set_int_max_str_digits` allows.
import ast
import sys

sys.set_int_max_str_digits(700)
long = "3" * 701
for source in [
    f"a = 1\nb = 1 + {long}\n", f"f({long} x)", "0" * 701, "x = 1_" + "1" * 700, long + "j", f"match x:\n case {long}: pass",
    f"match x:\n case -{long}: pass", f"f'{{{long}}}'", f"a b\nb = {long}", f"b = {long}\na b\n", "0x" + long, "1" * 700,
]:
    for parse in (lambda: compile(source, "f.py", "exec"), lambda: ast.parse(source)):
        try:
            parse()
            print("ok")
        except SyntaxError as e:
            print(e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
sys.set_int_max_str_digits(0)
print(len(ast.unparse(ast.parse("0x" + "f" * 100))), eval("9" * 5000) == 10 ** 5000 - 1)
