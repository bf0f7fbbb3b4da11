# Views: which formats can be cast, empty ones, those without dimensions, and those that do not lie in one piece.
import array, ast, binascii, codecs, io, operator, re, struct


def t(text, **names):
    try:
        result = eval(text, globals() | names)
        print(text, re.sub("0x[0-9a-f]+", "", repr(result)))
    except BaseException as e:
        print(text, repr(e))

v2 = memoryview(bytearray(6)).cast("B", (2, 3))
v0 = memoryview(bytearray(1)).cast("B", ())
w = memoryview(array.array("w", "ab"))
for text in """iter(v2) iter(v0) iter(w) v2.count(1) v0.count(1) v2.index(1) v0.index(1) v0[()] v0[...] v0[0] v0[1,2] v0[:] v0[:,:] operator.setitem(v0,(),3)
        operator.setitem(v0,...,4) operator.setitem(v0,0,4) operator.setitem(v2,0,4) operator.setitem(v2,(0,),4) operator.setitem(v2,slice(1),4)
        operator.setitem(v2,(slice(1),slice(2)),4) operator.setitem(w,0,4) operator.setitem(w,'a',4) operator.setitem(w,slice(1),w[1:]) w[0:0].tolist()
        w[0:0].count(3) w[0:0]==w[0:0] list(reversed(w)) list(reversed(v2)) next(iter(w)) v2[(1,)] v2[1,2,3] v2[1,None] v2[0:1].tolist() v2[0:1,0] v2[()]
        w[()] w[0,] w.cast('B').tobytes() w.cast('w') w.cast('B').cast('w') w==w list(w[:0]) memoryview(array.array('h',[1])).cast('i')
        memoryview(b'').cast('i')[::-1].c_contiguous memoryview(b'abc')[0:0:-1].c_contiguous memoryview(b'a')[::-1].c_contiguous
        b''.join([memoryview(b'').cast('i')[::-1]])""".split():
    t(text)
nc = memoryview(b"abcdef")[::2]
for text in """float(nc) int(nc) complex(nc) b''.join([nc]) bytes(nc) b'a'+nc bytearray(b'a')+nc b'a'.find(nc) b'%b'%nc b'%s'%nc int.from_bytes(nc) bytes.fromhex(nc)
        b'a'.translate(nc) bytearray(b'a').extend(nc) str(nc,'utf-8') codecs.decode(nc,'utf-8') struct.unpack('3s',nc) binascii.hexlify(nc) re.match(b'a',nc)
        io.BytesIO(nc) b'a'==nc nc==b'ace' eval(nc) compile(nc,'f','exec') exec(nc) ast.parse(nc) int(nc,16) bytearray(b'abc').__setitem__(slice(0,1),nc)
        bytearray(b'abc').__iadd__(nc)""".split():
    t(text)
a = array.array("h", [1, 2])
for text in ("operator.iadd(a, 5)", "operator.iconcat(a, None)", "a.extend(5)", "operator.setitem(a, slice(0, 'a'), 5)", "operator.setitem(a, slice(0, 1, 0), [])", "operator.setitem(a, slice(0, 1), [])"):
    t(text)
