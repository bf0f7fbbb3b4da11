# Where a source ends within brackets, as the module tells it.
import tokenize, io
for s in ["(1,\n", "(1,", "(1,\n2\n", "(1,\n\n", "(1\n  ", "f(31e:\n", "f(31e:\nx\n", "(1 # c\n", "(1,\\\n", "[\n", "{'a':\n1", "'''a\n", "'''a\nb", "if 1:\n (\n", "f(\na]\n", "f'''{\na\n", "x = (\n\n\n", "for i in range(3:\n    p(i)\nelse:\n    pass\ndel a, b[0], c.d\n"]:
    try:
        r=list(tokenize.generate_tokens(io.StringIO(s).readline)); print(repr(s), len(r))
    except Exception as e: print(repr(s), repr(e))
