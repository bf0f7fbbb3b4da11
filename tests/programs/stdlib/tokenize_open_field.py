"""tokenize: an f-string that ends within a field."""
import io
import tokenize

try:
    print([t.string for t in tokenize.generate_tokens(io.StringIO("f'{").readline)])
except tokenize.TokenError as error:
    print(error.args[0])
