"""The fields of formatted and template strings, with their places."""
x=1
for s in ["t'{ x }'","t'{ x !r}'","t'{ x = }'","t'{ x = !r:>3}'","t'{ x:>3}'","t'{ x == 1 }'", "t'''{ x # hi\n }'''", "t'''{ # hi\n x}'''","t'''{x = # c\n !r}'''","t'{x, }'","t'{ (x) }'", "t'{ \t x\t }'", "f'''{x # q\n=}'''","f'''{x # q\n= # z\n!r}'''","f'''{'#'=}'''","f'''{x=\\\n}'''","f'''{x\\\n=}'''","f'''{x:a\nb}'''","f'''{x #:}\n=:>{3 #}\n}}'''", "f'{x!r}{{'", "f'{{{x}}}'","f'a{{b'", "f'{{' '}}'"]:
    import ast
    print(s)
    try:
        for n in ast.walk(ast.parse(s)):
            if isinstance(n,(ast.Interpolation,)): print('  ',repr(n.str), n.conversion)
            if isinstance(n,(ast.Constant,)): print('  const',repr(n.value), n.col_offset,n.end_col_offset,n.lineno,n.end_lineno)
            if isinstance(n,(ast.FormattedValue,)): print('  fv',n.conversion, n.col_offset,n.end_col_offset,n.lineno,n.end_lineno)
    except SyntaxError as e: print('  ',e.msg,e.lineno,e.offset)
