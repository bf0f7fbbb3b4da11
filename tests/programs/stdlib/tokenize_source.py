"""tokenize: the tokens of odd sources and how they are put together again."""
import io
import tokenize

for source in ("x = 1_0 if a else 0xF # c\n", "f'{a!r:>{w}}' f\"\"\"m\n{b}\"\"\"\n", "if 1:\n\tpass\n\n# end\nelse:\n  y\n", "a = (1,\n  2) \\\n + 3", "t'{x}' rb'\\n' ...", "@d\nasync def f(): await x\n", "\u00e9 := a->b != c<>d\n", "lambda *a, **k: a@b**c//d\n"):
    print(ascii(source))
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError) as error:
        print(type(error).__name__, error)
        continue
    print(*(f"{tokenize.tok_name[t.exact_type]}:{t.string!a}@{t.start[0]},{t.start[1]}-{t.end[0]},{t.end[1]}" for t in tokens))
    print(ascii(tokenize.untokenize(tokens)), ascii(tokenize.untokenize([t[:2] for t in tokens])))
for source in ("(", "'open", "'''open", "  a\n b", "a $ b", "0b12", "1__0", "if 1:\n  a\n b\n", "\\", "]"):
    try:
        print([t.string for t in tokenize.generate_tokens(io.StringIO(source).readline)])
    except (tokenize.TokenError, SyntaxError) as error:
        print(type(error).__name__, error.args[0])
for head in (b"# -*- coding: latin-1 -*-\n", b"\xef\xbb\xbfx", b"\n# vim: fileencoding=cp1252\n", b"# coding: nope\n", b"\xff\n", b"\xef\xbb\xbf# coding: latin-1\n"):
    try:
        print(tokenize.detect_encoding(io.BytesIO(head).readline))
    except SyntaxError as error:
        print(error)
