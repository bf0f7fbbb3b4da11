"""What parses, but the compiler refuses; and what it takes that looks odd."""

import ast

SOURCES = [
    "f(a=1, a=2)",
    "f(a=1, b=3,\n  a=2)",
    "f(a=1, **b, b=2, c=3, b=4, a=5)",
    "class A(x=1, x=2): pass",
    "@f(a=1, a=1)\ndef f(): return",
    "match x:\n case f'': pass",
    "match x:\n case t'': pass",
    "match x:\n case 'a' f'{b}': pass",
    "match x:\n case {f'a': 1}: pass",
    "match x:\n case y: pass\n case f'': pass",
    "x[*a < b]",
    "x[*a or b, 1]",
]

for source in SOURCES:
    ast.parse(source)
    try:
        compile(source, "<none>", "exec")
    except SyntaxError as e:
        print(e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
    else:
        print("fine")
print(ast.unparse(ast.parse("x[*a < b]")))
