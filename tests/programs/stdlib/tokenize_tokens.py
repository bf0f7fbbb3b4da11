import tokenize, io, token
print({k:getattr(token,k) for k in ('ENDMARKER','NAME','NUMBER','STRING','NEWLINE','INDENT','DEDENT','OP','FSTRING_START','FSTRING_MIDDLE','FSTRING_END','TSTRING_START','COMMENT','NL','ERRORTOKEN','ENCODING')})
def t(s, readline=None):
    print(repr(s))
    try:
        for x in tokenize.generate_tokens(io.StringIO(s).readline): print('  ',tuple(x))
    except Exception as e: print('  ', type(e).__name__, e)
for s in ("x = 1\n","x","x # c","# c\n\nif a:\n  b\n  # d\nc\n","(1,\n 2)\n","f'a{{b{x!r:>{w}}}}c'\n","f'''\n{\na}'''\n","'''a\nb'''\n","a \\\n b\n","$","?","a!b","!","`","'abc","'''abc","(","if a:\n    b\n  c\n","0x1_f 1e5j 0b2","1_","01","a->b:=c...\n","é = 'ü'\n","\tx\n","async def f(): await x\n","x\r\ny\r\n","t'{a=}'","rb'\\''","f'{x:{y}z}'","f'{x:%H:%M}'","f'{a:=5}'","f'{lambda x:1}'","\n\n  \n","def f():\n  pass","a\\","a\\ b",")","(]","f'{'", "f'}'", "x=(\n# c\n\n)\n","\x0cx\n", "if 1:\n\tx\n        y\n", "1if 2else 3", "a<>b", "\ufeffx"):
    t(s)
print(list(tokenize.tokenize(io.BytesIO('é=1\n'.encode()).readline)))
