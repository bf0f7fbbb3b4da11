"""What `%c` says where `__index__` gives no int, or raises."""
class X:
    def __index__(s): return 2.5
class Y:
    def __index__(s): raise TypeError('mine')
class Z:
    def __index__(s): raise ValueError('mine')
class W:
    def __index__(s): return 97
class V: pass
for v in (X(),Y(),Z(),W(),V(),1.5,10**30,-1,0x110000,'ab','',b'a',None,[1]):
    for f in ('%c',b'%c','%5c'):
        try: print(f, type(v).__name__, f % (v,))
        except Exception as e: print(f, type(v).__name__, type(e).__name__, e)
