"""tokenize: sources and scraps of source as tokens, with comments and blank lines and as the parser sees them."""
import io
import tokenize
import warnings

warnings.simplefilter("ignore")
SOURCES = ["a\n","a","if x:\n  y\n","if x:\n  y\nz","if x:\n  if y:\n    z\n","x # c\n","# c\n","\n\nx\n","(a,\n b)\n","async\n...\nawait","def f():\n\n  def baz(): pass\n  async def bar(): pass\n\n  await = 2","\npass\n    \\\n\npass\n","\ndef fib(n):\n    \\\n'''P'''\n    \\\na, b = 0, 1\n",
"(1+2]","{1+2]","]","\xa0","€","012","1_","1__0","0b2","1._4","1e_3","1_000.5_0","0x_f","1.e5","1if x else y","1abc","0xfor","x = 1\\\n + 2\n","x\\\n","\t","  ","a\n ","a\n  # c","a\n  # c\n","'abc","'''abc","b'x'","rb'x' u'y'","f'a{b}c'","f'{a!r:>{w}}'","t'{x}'","a:=b","a->b","a<>b","!","$","?","a if b else c;d\n","@x\ndef f(): pass","\fx\n","x\r\ny\r\n","if 1:\r\n  x\r\n","\ufeffx\n","é=1\n","'é'\n","x = '\\\n'\n","(\n\n# c\n)\n","if a:\n\tb\n        c\n","if a:\n  b\n c\n"," a\n","lambda: (yield)\n","..., ...\n","0","0_0","00","1j","1J+2.j","1.0e-5j","a.b.c\n","\n","","#","class A:\n  x=1\n\n  # c\n\n  y=2\n# d\nz\n","x=1;\n","try:\n pass\nexcept* E: pass","print(f'{1+1=}')","f'''{\na\n}'''","f'{{}}'","f'\\N{BULLET}'","f'{x:{y:{z}}}'","'a' 'b'\n"]
for source in SOURCES + ["((1,\n2]", "(" * 201, "x = 1é\n", "a·b\n", "if 1:\n    \\\n  x\n  y\n"]:
    for extra in (False, True):
        print(ascii(source), extra)
        try:
            for token in tokenize._generate_tokens_from_c_tokenizer(io.StringIO(source).readline, extra_tokens=extra):
                print("   ", token.type, ascii(token.string), token.start, token.end, ascii(token.line))
        except (tokenize.TokenError, SyntaxError) as error:
            print("   ", type(error).__name__, error.args)
