"""What the errors of conversions say: missing keys of OrderedDict, indices that are too large, what is no bytes, number
literals with leading zeros, and the arguments of memoryview.cast and tobytes."""
import collections
import warnings
warnings.simplefilter('ignore')
O=collections.OrderedDict
for k in (None,(1,2),(),'a',(1,),1):
    for n in ('pop','move_to_end','__getitem__','__delitem__'):
        try: getattr(O(a_=1),n)(k)
        except KeyError as e: print(n,k,e.args)
class X(dict):
    def __index__(self): return 2**70
class Y(list):
    def __index__(self): return -2**70
class Z:
    def __index__(self): return 2**70
for t in (X,Y,Z):
    for f in (bytes,bytearray,lambda x:[1]*x,lambda x:b'a'*x, lambda x:'a'*x,lambda x:[1][x], lambda x: [].insert(x,1), lambda x: 'a'.zfill(x), lambda x: (1).to_bytes(x), lambda x: bytes.fromhex('00').ljust(x), lambda x:memoryview(b'a')[x],lambda x:(1,)[x],lambda x:collections.deque([1])[x],lambda x:collections.deque([1])*x,lambda x:[].pop(x),lambda x:bytearray(b'a').pop(x),lambda x:bytearray(b'a').insert(x,1),lambda x:range(3)[x]):
        try: print(f(t()))
        except Exception as e: print(t.__name__, type(e).__name__, e)
class W: pass
for v in (int|None, 5, W(), None, 'a', W, 2.5, [1,'a'], {1:2}):
    try: print(int.from_bytes(v))
    except Exception as e: print(type(e).__name__,e)
    try: print((1).to_bytes(1,v))
    except Exception as e: print(type(e).__name__,e)
for s in ('0001f','01_b','00','00.','00e1','01e1','00j','012j','09.5','0_7','0__7','01x','012abc','012 if 1 else 2','00f','00_f','1f','0f','0_f','09z','0777l','0l','01.x', '1__0', '1_', '0b12','0b2','0o8','0xg','0b1_','0x_','1e','1e+','1.e','1.5f','1jf','1if 1 else 0','0x1for x in y','1_000_f'):
    try: compile(s,'','eval'); r='ok'
    except SyntaxError as e: r=(e.msg,e.lineno,e.offset,e.end_offset)
    print(s,r)
m=memoryview(b'abcd')
for a in (('1_000',[[1]]),('B',[[1]]),('B',(1,)),('q',[1]),('B',5),('B',[4],1),('B',[0]),('B',['a']),('B',[2,3]),('B',()),('B',[-1]),('B',[2**70]),(5,)):
    try: print(m.cast(*a).shape)
    except Exception as e: print(a,type(e).__name__,e)
for a in ('a\0b','\ud800','C','c',None,5,'CC','','F'):
    try: print(m.tobytes(a))
    except Exception as e: print(repr(a),type(e).__name__,e)
