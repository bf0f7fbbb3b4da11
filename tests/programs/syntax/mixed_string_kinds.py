# String literals of kinds that can't stand side by side: the last of the one kind and the first of the other are named.
sources = ["'a' t'b'", "'a' f'{b}' t'c' t'd'", "t'a' t'b' 'c' f'd'", "t'a' f'{b}' 'c'", "f'a'\nt'b'", "('a'\n'b' t'c')",
           "x = t'' '' t''", "b'a' 'b'", "'a' b'b'", "b'a' t'b'", "f'a' b'b'"]
for source in sources:
    try:
        compile(source, 'text', 'exec')
    except SyntaxError as e:
        print(repr(source), e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
    else:
        print(repr(source))
