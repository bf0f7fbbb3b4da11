# Texts and orders of refusals: %c, length_hint, iterators of strings, BlockingIOError, templates and groups of re.
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
print("iii")
class K: pass
K.__module__="m.n"
class L(collections.OrderedDict): pass
for o in (K(),[],L(),1.5,"ab",b"a","",None,2**70,-1,0x110000,K,True,S("x"),S2("xy")):
    t(lambda: "%c"%(o,)); t(lambda: b"%c"%(o,)); t(lambda: "%d"%(o,)); t(lambda: "%x"%(o,)); t(lambda: "%f"%(o,)); t(lambda: b"%d"%(o,)); t(lambda: b"%s"%(o,)); t(lambda:b"%x"%(o,)); t(lambda: b"%f"%(o,)); t(lambda: "%*d"%(o,1)); t(lambda: "%.*f"%(o,1.0)); t(lambda: format(1,"c")); t(lambda: "%(a)s"%o); t(lambda: "%s %s"%o); t(lambda: "%"%o); t(lambda: "a"%o); t(lambda: chr(o)); t(lambda:ord(o)); t(lambda: "%c%c"%(o,))
print("iv")
for d in (2**63-1,2**63,-1,-2**63,-2**63-1,2**70,1.5,"a",None,True,I(3)):
    t(lambda: operator.length_hint(object(),d)); t(lambda: operator.length_hint([1],d)); t(lambda: operator.length_hint(iter([1,2]),d))
class LH:
    def __init__(s,v): s.v=v
    def __length_hint__(s): 
        if isinstance(s.v,type): raise s.v
        return s.v
for v in (1,-1,2**63,"a",None,NotImplemented,TypeError,ValueError,True,1.5): t(lambda: operator.length_hint(LH(v))); t(lambda: operator.length_hint(LH(v),5)); t(lambda: list(LH(v)))
t(lambda: operator.length_hint()); t(lambda: operator.length_hint(1,2,3)); t(lambda: operator.length_hint(obj=1)); t(lambda: operator.length_hint(LH,5))
print("v")
for q in (S("a"),S2("é"),"a","é",S2("")): t(lambda: iter(q)); t(lambda: type(iter(q)))
for q in (type("B",(bytes,),{})(b"a"),type("L",(list,),{})([1]),type("T",(tuple,),{})((1,)),type("D",(dict,),{})({1:2}),type("St",(set,),{})({1}),type("BA",(bytearray,),{})(b"a"),type("R",(),{"__getitem__":lambda s,i:1})()): t(lambda: type(iter(q)))
print("vi")
for a in ((),(1,),(1,"a"),(1,"a",3),(1,"a",-1),(1,"a","b"),(1,"a",1.5),(1,"a",2**70),(1,"a",True),(11,"a",3,4),(11,"a",3,4,5),("x",)):
    for c in (BlockingIOError,OSError,FileNotFoundError):
        t(lambda: [(e:=c(*a)), e.args, type(e), getattr(e,"characters_written","none"), e.errno, e.strerror, e.filename, e.filename2])
def setcw(v):
    e=BlockingIOError(1,"a"); e.characters_written=v; return e.characters_written, e.args
for v in (1,-5,1.5,"a",None,2**70,True): t(lambda: setcw(v))
def delcw():
    e=BlockingIOError(1,"a",3); del e.characters_written; return e.characters_written
t(delcw); 
def delcw2():
    e=BlockingIOError(1,"a"); del e.characters_written
t(delcw2); t(lambda: OSError(1,"a",3).characters_written); t(lambda: OSError(1,"a").characters_written)
print("vii")
for p,r,s in (("a",r"\g<1>","a"),("a",r"\1","a"),("(a)",r"\g<b>","a"),("(a)",r"\g<","a"),("(a)",r"\g","a"),("(a)",r"\g<>","a"),("(a)",r"\g<1","a"),("(a)",r"\g<1a>","a"),("(a)",r"\g<-1>","a"),("(a)",r"\g<+1>","a"),("(a)",r"\g< 1>","a"),("(a)",r"\q","a"),("(a)",r"\8","a"),("(a)",r"\100","a"),("(a)",r"\777","a"),("(a)",r"\0777","b"),("(a)","\\","a"),("(a)",r"\g<999999999999>","a"),("(a)",r"\g<2>","b"),("(a)",r"\q","b"),("(a)",r"\400","b"),("(a)",r"\x","a"),("(a)",r"\n\g<0>","a"),("(?P<n>a)",r"\g<n>\g<1>","a"),("(a)",r"\g<²>","a"),("(a)",r"\g<n²>","a"),("(",r"\q","a"),("a",5,"a"),("a",None,"a"),(5,"a","a"),("a","b",5),("a",b"b","a"),(b"a","b",b"a"),("a","b",b"a"),(b"a",rb"\q",b"a"),("a",[],"b"),("a",r"\2","b"),("a",r"\q\1","b"),("a",r"\1\q","b")):
    t(lambda: re.sub(p,r,s)); t(lambda: re.subn(p,r,s)); t(lambda: re.compile(p).sub(r,s)); t(lambda: re.match(p,s).expand(r)); t(lambda: re.compile(p).subn(r,s,count="x"))
m=re.match("(a)(?P<n>b)?","ac")
for g in (2**70,-2**70,2**63,-1,3,1.5,"n","x",None,True,S2("n"),I(1),b"n",(),2**31):
    t(lambda: m.group(g)); t(lambda: m[g]); t(lambda: m.start(g)); t(lambda: m.span(g)); t(lambda: m.end(g)); t(lambda: m.group(0,g)); t(lambda: m.groups(g)); t(lambda: m.groupdict(g))
for a in (2**70,-2**70,"a",None,1.5,-1,2): t(lambda: re.compile("a").match("aa",a)); t(lambda: re.compile("a").search("aa",0,a)); t(lambda: re.compile("a").findall("aa",a)); t(lambda: re.compile("a").split("aa",a)); t(lambda: re.compile("a").sub("b","aa",a))
