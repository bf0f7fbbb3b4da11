"""A backslash that the source ends behind, at the beginning of a line."""
for source in ["\\\n", "x = 1\n\\\n", "\n\\\n", "  \\\n", "if x:\n  y\n  \\\n", "\\\n\\\n", "# comment\n\\\n", "\\\n\n", "\\\n  \n", "\\\nx"]:
    try:
        compile(source, "given", "exec")
        print(repr(source), "compiles")
    except SyntaxError as error:
        print(repr(source), error.msg, error.lineno, error.offset)
