# Names of encodings and error handlers that are no strings, None among them.
def t(*a,**k):
    try: print(repr(str(*a,**k)))
    except Exception as e: print(type(e).__name__, e)
for e in (None,3,b'x'):
    t(1,e); t(b'a',e); t(1,e,3); t(b'a',e,None); t(b'a','utf8',e); t(1,'utf8',e)
    for c in bytes, bytearray:
        try: print(c('a',e))
        except Exception as x: print(type(x).__name__, x)
        try: print(c('a','utf8',e))
        except Exception as x: print(type(x).__name__, x)
        try: print(c(1,e))
        except Exception as x: print(type(x).__name__, x)
        try: print(c(1,e,e))
        except Exception as x: print(type(x).__name__, x)
        try: print(c('é',errors=e))
        except Exception as x: print(type(x).__name__, x)
    for f in (b'a'.decode,'a'.encode,bytearray(b'a').decode):
        try: print(f(e))
        except Exception as x: print(type(x).__name__, x)
        try: print(f('utf8',e))
        except Exception as x: print(type(x).__name__, x)
        try: print(f(e,e))
        except Exception as x: print(type(x).__name__, x)
