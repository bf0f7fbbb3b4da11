# Names of encodings and handlers are looked at one after the other, before anything else.
def t(f):
    try: print(f())
    except Exception as e: print(repr(e))
for f in (lambda *a: str(b'x',*a)), (lambda *a: str(3,*a)), (lambda *a:bytes('x',*a)), (lambda *a:bytearray('x',*a)), b'x'.decode, 'x'.encode, b''.decode,(lambda *a: str(b'',*a)):
    for a in ('\ud800', bytearray()), ('a\0', 3), ('a\0',), ('ascii','\ud800'), ('utf-8','\0'), (3,'\ud800'), ('\0', '\ud800'), ('\udc00', '\0'), ('x', '\ud800'), (None,), ('ascii', None):
        t(lambda: f(*a))
t(lambda: str(encoding='\ud800'))
t(lambda: str(encoding='a\0'))
t(lambda: str(b'', encoding='a\0'))
t(lambda: str(b'', errors='a\0'))
t(lambda: str(object=b'', errors='a\0'))
t(lambda: bytes(3, encoding='a\0'))
t(lambda: bytes(encoding='a\0'))
