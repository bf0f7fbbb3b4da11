"""tokenize: an f-string that ends within a field, and the quotes of the string within its fields."""
import io
import tokenize

for text in ["f'{", "f'{a!", "f'{a:", "f'''{", "f'''{a:\n", "f'{(", "t'{", "(f'{", "f'{a\n", "f'{a:{b", "f'{#", "f'{a # c\n", "f'{a['",
             "f'{'a'}'", "f'{'a'", "f'{a + 'b'}' + x\n", "f'''{'''b", "f'''{'b", "f'''abc\n\n", "f'{a!r'", "f'{(\na\n\n"]:
    try:
        print([t.string for t in tokenize.generate_tokens(io.StringIO(text).readline)])
    except tokenize.TokenError as error:
        print(text, error.args)
