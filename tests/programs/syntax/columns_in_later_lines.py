# Where a format specification is not closed, in a line behind the first of its string; and the order of names.
for s in ['f"{x:"', 'f"{x\n}{x:"', 'f"""{x\n}{x:"""', 'f"a\\\n{x:"', 'f"{x\n:"', 'f"{x:{y\n}"', 'f"""{x:a\n"""', 'f"{x\n}{x:aa"', 'f"{\nx\n}{x:"', '(1,\nf"{x:")', 'f"{x\n}{x!r:"', 'f"{x\n}{x!"', 'f"{x\n}{x=:"',
          't"{x\n}{x:"', 'f"{x\n}{x:{y:"', '  f"{x\n}{x:"', 'f"{x\n}é{x:"', 'f"{x\n}é{x:é"']:
    try:
        compile(s, "f", "exec")
    except SyntaxError as e:
        print(ascii(s), ascii(e.msg), e.lineno, e.offset, e.end_lineno, e.end_offset, ascii(e.text))
for source in ["a: b = c if d else e\n", "'doc'\na: b = c\nd = e\n", "if x:\n  a: b = c\nd\n", "a: b\n", "from __future__ import annotations\na: b = c\n", "class C:\n  a: b = c\n  d = e\n", "def f(): a: b = c\nf.x\n"]:
    code = compile(source, "f", "exec")
    print(code.co_names, [c.co_names[-1:] for c in code.co_consts if hasattr(c, "co_names")])
print(compile("a: b = c if d else e\n", "f", "single").co_names)
