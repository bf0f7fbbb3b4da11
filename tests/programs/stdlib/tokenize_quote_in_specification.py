# A quote in a format specification ends the string, whose fields stay open; open brackets at the end of the source.
import tokenize, io
for source in ["(a\n", "(a", "(\n", "(a\n\n", "(a # x\n", "(a # x", "f'{a:'\nb", "f'{a:' # c\n", "f'{a:'\n}\n", "f'{a:{b:'c\n", "f'{a:{b:'}}\n", "t'{a:'\n", "f'{a!r:'>{w}} {b=} {c:%Y}'\nclass A(B, metaclass=C):\n    x: int = 1\n", "f'{a:'>{w}} {c}'\n", "f'{a:'", "f'{a:'\n", "f'{a:x'b", "f'{a'b'}'", "f'{a'", "f'{a!r'", "f'{a:{b}'\nx\n", "f'{a:{b'\nx'\n", "f'{(a:'\n", "f'{a:'}'\n", "f'''{a:'}'''\n", "f'''{a:'''\nx\n", "f'{a:\n}'\n", "f'{a!r:\n", "'\nx\n", "f'{a:'b'c'\n", 'f"{a:"b"c"\n', "f'{{a:'b'\n", "f'{a:'>{w}} b\n", "x = f'{a:'>{w}} {b=} {c:%Y}'\n", "x = '}\n'","f'{a:'>{w} {b}'\n", "}\n","f'{a}}'\n", "(f'{a:'})\n"]:
    print(repr(source))
    try:
        for t in tokenize.generate_tokens(io.StringIO(source).readline): print('  ', tuple(t))
    except BaseException as e: print('  ', type(e).__name__, e.args)
    try: compile(source, 's', 'exec')
    except SyntaxError as e: print('  ', e.args)
