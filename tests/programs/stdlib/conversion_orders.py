# Orders of conversion and texts of array, binascii, struct, eval, unicodedata, bisect, islice and unhashable keys.
import math, operator, re, array, binascii, struct, unicodedata, bisect, itertools, collections, io, cmath, string, statistics
def t(f):
    try: r=f(); print(type(r).__name__, repr(r)[:150])
    except BaseException as e: print(type(e).__name__, str(e)[:200])
class I(int):
    def __float__(self): return 2.5
    def __complex__(self): return 3+4j
    def __index__(self): return 7
    def __int__(self): return 8
    def __trunc__(self): return 9
class F(float):
    def __float__(self): return 9.5
    def __int__(self): return 11
    def __index__(self): return 12
class S(str):
    def __str__(self): return "S!"
    def __format__(self, s): return "F:"+s
    def __repr__(self): return "R"
class S2(str): pass
class S3(str):
    def __str__(self): return S2("x")
    def __format__(self,s): return S2("y")
class X:
    def __init__(s,**k): s.__dict__.update(k)
i=I(3); f=F(1.25)

V=(1,-1,256,2**16,2**31,2**32,2**63,2**64,2**70,-2**70,1.5,1e400,1e39,"a","ab","",b"a",b"ab",None,True,[],I(3),F(1.5),1j,bytearray(b"z"),"é","\U0001f600",X())
for tc in "bBuwhHiIlLqQfd":
    for v in V:
        t(lambda: array.array(tc,[v])); t(lambda: array.array(tc).append(v)); 
    for v in ("ab",b"abcdefgh",[1],(1,2),range(3),None,5,array.array("b",[1,2]),array.array("d",[1.5]),iter([1]),bytearray(b"12345678"),{1:2}): t(lambda: array.array(tc,v) if not (tc in "uw" and isinstance(v,(bytes,bytearray))) else 0); t(lambda: array.array(tc,[]).extend(v)); t(lambda: array.array(tc,[1] if tc not in "uw" else "a")+v); t(lambda: array.array(tc).fromlist(v)); t(lambda: array.array(tc).frombytes(v))
for a in ((),("x",),("i",[1],2),(5,),("ii",),(b"i",),("",),(None,)): t(lambda: array.array(*a))
ar=array.array("i",[1,2,3])
for v in V: t(lambda: ar.index(v)); t(lambda: ar.count(v)); t(lambda: ar[v]); t(lambda: ar*v if not isinstance(v,int) or abs(v)<100 else 0); t(lambda: ar.insert(v,1) if 0 else 0); t(lambda: ar.remove(v)); t(lambda: ar.pop(v) if not isinstance(v,(int,)) else 0); t(lambda: ar.__setitem__(0,v)); t(lambda: ar.__setitem__(slice(0,1),v)); t(lambda: ar==v); t(lambda: ar.tofile(v)); t(lambda: ar.fromfile(v,1)); t(lambda: ar.index(1,v)); t(lambda: ar.insert(0,v)); t(lambda: ar.pop(0))
for n in ("a2b_base64","b2a_base64","a2b_hex","b2a_hex","hexlify","unhexlify","a2b_uu","b2a_uu","a2b_qp","b2a_qp","crc32"):
    for v in (b"","",b"a","a","é",b"zz","zz",b"ab=",b"YQ==","YQ==",b"===",b"Y=Q=",5,None,[],memoryview(b"ab"),bytearray(b"ab"),memoryview(b"abcd")[::2],b"a"*50,"!!!",b" !",b"\xff",array.array("i",[1])): t(lambda: getattr(binascii,n)(v)); t(lambda: getattr(binascii,n)(v,5)); 
    t(lambda: getattr(binascii,n)()); t(lambda: getattr(binascii,n)(b"a",b"b",3,4,5))
for sep in (":",b":","","ab",5,"é",None,b"\xff"): t(lambda: binascii.hexlify(b"abcd",sep)); t(lambda: binascii.hexlify(b"abcd",sep,2)); t(lambda: b"abcd".hex(sep)); t(lambda: memoryview(b"ab").hex(sep))
t(lambda: binascii.crc_hqx(b"a",5)); t(lambda: binascii.crc_hqx(b"a","x")); t(lambda: binascii.crc_hqx("a",5)); t(lambda: binascii.crc_hqx("a","x")); t(lambda: binascii.crc32(b"a",2**40)); t(lambda: binascii.crc32("a","b")); t(lambda: binascii.crc32(b"a",1.5)); t(lambda: binascii.a2b_base64(b"YQ",strict_mode=True)); t(lambda: binascii.b2a_base64(b"a",newline=5)); t(lambda: binascii.b2a_uu(b"a",backtick=[]))
for fm in "xcbB?hHiIlLqQnNefdspP":
    for v in V: t(lambda: struct.pack(fm,v)); t(lambda: struct.pack(">"+fm,v))
    t(lambda: struct.pack(fm)); t(lambda: struct.pack(fm,1,2))
for fm in ("",b"i","z","3s","0s","5p","2x","<n","i z","99999999999999999999i","3","@i","!i","=q","é","i\0",5,None,"F","D",">F","2c","1"): t(lambda: struct.calcsize(fm)); t(lambda: struct.pack(fm,b"ab")); t(lambda: struct.unpack(fm,b"abcd")); t(lambda: struct.Struct(fm).format); t(lambda: list(struct.iter_unpack(fm,b"abcd"))); t(lambda: struct.unpack_from(fm,b"abcd",1)); t(lambda: struct.pack_into(fm,bytearray(8),1,1))
for o in (-9,8,9,-1,2**70,"a",None,1.5): t(lambda: struct.unpack_from("i",b"12345678",o)); t(lambda: struct.pack_into("i",bytearray(8),o,5)); t(lambda: struct.pack_into("i",bytearray(8),o,"x")); t(lambda: struct.pack_into("i",b"12345678",o,"x"))
for b in (b"abc","abcd",5,None,[],bytearray(b"abcd"),memoryview(b"abcdefgh")[::2]): t(lambda: struct.unpack("i",b)); t(lambda: struct.unpack_from("i",b)); t(lambda: list(struct.iter_unpack("h",b)))
print("ix")
for s in ("٣","  1","\t1","1 ","\n1","1\n"," \n","","²","٣+1","x٣","1٣","０","1_٣","\f1","\ufeff1","#c","1#c","(\n1)","1;","1\\\n+1","١"): t(lambda: eval(s)); t(lambda: eval(s.encode())); t(lambda: exec(s)); t(lambda: int(s)); t(lambda: float(s)); t(lambda: complex(s)); t(lambda: compile(s,"","single")); t(lambda: int(s,0))
print("x")
for n in ("name","decimal","digit","numeric","category","bidirectional","combining","east_asian_width","mirrored","decomposition"):
    for v in (None,5,"","ab","a","é","\U0001f600",b"a","\ud800","٣","½"): t(lambda: getattr(unicodedata,n)(v)); t(lambda: getattr(unicodedata,n)(v,9)); 
    t(lambda: getattr(unicodedata,n)())
for v in (None,5,"","LATIN SMALL LETTER A","x",b"SPACE","space","\ud800","é"*300): t(lambda: unicodedata.lookup(v)); t(lambda: unicodedata.normalize("NFC",v)); t(lambda: unicodedata.normalize(v,"a")); t(lambda: unicodedata.is_normalized("NFC",v)); t(lambda: unicodedata.is_normalized(v,v))
for o in ({},{1:2},None,5,"abc",(1,2),[1,"a"],[3,1],range(5),set()):
    for n in ("bisect_left","bisect_right","insort","insort_left"):
        t(lambda: getattr(bisect,n)(o,2)); t(lambda: getattr(bisect,n)(o,2,-1)); t(lambda: getattr(bisect,n)(o,2,0,99)); t(lambda: getattr(bisect,n)(o,2,"a")); t(lambda: getattr(bisect,n)(o,2,0,None,key=5)); t(lambda: getattr(bisect,n)(o,2,hi=-1)); t(lambda: getattr(bisect,n)(o,2,lo=None))
for a in ((-1,),("a",),(None,),(1,-1),(0,None,-1),(0,None,0),(0,5,"a"),(2**70,),(1.5,),(0,2**63-1),(0,2**63),(I(3),),(5,2),(None,None,None),(0,1,2,3),()): t(lambda: itertools.islice("abc",*a)); t(lambda: list(itertools.islice("abc",*a))); t(lambda: itertools.islice(5,*a))
for k in ([[]],[{}],[1,[]],5,None,[7,8],[set()]):
    t(lambda: collections.OrderedDict.fromkeys(k)); t(lambda: dict.fromkeys(k)); t(lambda: collections.Counter(k)); t(lambda: collections.defaultdict.fromkeys(k)); t(lambda: set(k)); t(lambda: frozenset(k)); t(lambda: set().isdisjoint(k)); t(lambda: {1}.isdisjoint(k)); t(lambda: set().update(k)); t(lambda: {1}|set(k)); t(lambda: {1}.intersection(k)); t(lambda: {1}.difference(k)); t(lambda: {1}.symmetric_difference(k)); t(lambda: {1}.issuperset(k)); t(lambda: {1}.issubset(k)); t(lambda: {1}.union(k)); t(lambda: set().difference_update(k)); t(lambda: {1}.intersection_update(k)); t(lambda: {1}.symmetric_difference_update(k)); t(lambda: frozenset().isdisjoint(k)); t(lambda: {}.keys().isdisjoint(k)); t(lambda: {}.keys()&k); t(lambda: {1:1}.keys()|k); t(lambda: {1:1}.items()-k); t(lambda: {1:1}.keys()^k)
    for q in (k if isinstance(k,list) else []): t(lambda: q in set()); t(lambda: set().add(q)); t(lambda: set().discard(q)); t(lambda: set().remove(q)); t(lambda: {q:1}); t(lambda: {q}); t(lambda: {}[q]); t(lambda: {}.get(q)); t(lambda: {}.pop(q,1)); t(lambda: {}.setdefault(q)); t(lambda: q in {}); t(lambda: collections.OrderedDict()[q]); t(lambda: collections.OrderedDict({q:1})); t(lambda: {1:2}.__setitem__(q,1)); t(lambda: {1:2}.__delitem__(q)); t(lambda: collections.OrderedDict().pop(q)); t(lambda: collections.OrderedDict().move_to_end(q)); t(lambda: {(1,q):1}); t(lambda: q in frozenset()); t(lambda: q in {}.keys()); t(lambda: (q,1) in {}.items()); t(lambda: collections.Counter()[q]); t(lambda: collections.defaultdict(int)[q]); t(lambda: {1:2}|{q:1}); t(lambda: {}.__contains__(q)); t(lambda: dict([(q,1)])); t(lambda: {}.update([(q,1)])); t(lambda: {x:1 for x in [q]}); t(lambda: {x for x in [q]})


V=(1,-1,256,2**31,2**63,2**64,2**70,-2**70,1.5)
for fm in "bhiqQnNefdP":
  for v in V:
    for p in ("","<"):
      try: print(p+fm,v,struct.pack(p+fm,v))
      except Exception as e: print(p+fm,v,type(e).__name__,e)

class It:
    def __init__(s,*a): s.a=list(a); s.n=0
    def __iter__(s): return s
    def __next__(s):
        s.n+=1
        if not s.a: raise StopIteration
        return s.a.pop(0)
for base in (set(),{1},{1,2},frozenset(),frozenset([1])):
    for arg in ((),(1,),(1,[]),(1,2,3),(3,[]),([],),(1,1,1,5)):
        for n in ("intersection","issubset","issuperset","isdisjoint","difference","union","symmetric_difference"):
            i=It(*arg); t(lambda: getattr(base,n)(i)); print(n,i.n)
        i=It(*arg); s=set(base); t(lambda: s.intersection_update(i)); print(i.n,s)
        i=It(*arg); s=set(base); t(lambda: s.difference_update(i)); print(i.n,s)
