# Prefixes that no string has, lines with NUL, and numbers that end too soon, as tokenize tells of them.
import io, itertools, tokenize


def tokens(source):
    r = []
    try:
        for t in tokenize.generate_tokens(io.StringIO(source).readline):
            r.append((t.type, t.string, t.start, t.end))
    except (SyntaxError, tokenize.TokenError) as e:
        r.append((type(e).__name__, str(e)))
    print(ascii(source), r)


for n in (1, 2, 3):
    for letters in itertools.product("rbuftR", repeat=n):
        tokens("x = " + "".join(letters) + "'a'\n")
for inner in ('bf"x"', 'fb"x"', 'ub"x"', 'ur"x"', 'tf"x"', 'rbf"x"', 'bu"x"', 'rb"x"', 'f"x"', "0x", "0o", "0b", "0x_", "0o8", "1_", "0x:", "0xg"):
    tokens(f"f'{{{inner}}}'\n")
    tokens(f"({inner})\n")
    tokens(inner)
for source in ["a\0b\n", "a\n  b\0\n", "x = '''\n\0'''\n", "f'''{\n\0}'''\n", "f'''\n\0'''\n", "(a,\n\0)\n", "if a:\n  b\n\0\n", "a \\\n\0\n", "a\0", "#\0\n", "a\n#\0\n", "\0"]:
    tokens(source)
