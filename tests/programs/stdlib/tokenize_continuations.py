"""Backslashes in indentations and at the end of a source."""
import io
import tokenize

for source in (
    "if 1:\n\tx\n      \\  y\n", "if 1:\n    x\n  \\  y\n", "  \\ y\n", "if 1:\n    x\n  \\\n  y\n",
    "if 1:\n    x\n  \\\n    y\n", "if 1:\n    x\n  \\\n\n", "x \\", "x\n \\", "\\", " \\", "x = \\", "if 1:\n  x\n \\",
    "(\\", "\\\n", "x\\\n", "x\n \\\n", "x\n  \\ ",
):
    try:
        print([t[:4] for t in tokenize.generate_tokens(io.StringIO(source).readline)])
    except tokenize.TokenError as e:
        print(repr(source), e)
    except SyntaxError as e:
        print(repr(source), type(e).__name__, e.msg, e.lineno, e.offset)
