# Numbers whose classes derive from int and float, and are asked for their value.
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

for spec in "fFeEgGdioxXcrsa%":
    t(lambda: "%"+spec+"|"); t(lambda: ("%"+spec)%i if spec!="%" else 0); t(lambda: ("%"+spec)%f if spec!="%" else 0); t(lambda: ("%5.2"+spec)%i if spec!="%" else 0)
    t(lambda: (b"%"+spec.encode())%i if spec!="%" else 0); t(lambda: (b"%"+spec.encode())%f if spec!="%" else 0)
for spec in "bcdeEfFgGnosxX%": t(lambda: format(i,spec)); t(lambda: format(f,spec))
t(lambda: complex(i)); t(lambda: complex(i,i)); t(lambda: complex(f)); t(lambda: complex(f,f)); t(lambda: complex(1,i)); t(lambda: complex(imag=i)); t(lambda: float(i)); t(lambda: float(f)); t(lambda: int(i)); t(lambda: int(f)); t(lambda: complex("1",i)); t(lambda: complex(i,"1"))
for n in ("sqrt","sin","exp","floor","ceil","trunc","fabs","isnan","isfinite","modf","frexp","log","log2","log10","degrees","factorial","isqrt","ulp"): t(lambda: getattr(math,n)(i)); t(lambda: getattr(math,n)(f))
for n in ("pow","fmod","copysign","hypot","ldexp","remainder","nextafter","gcd","lcm","comb","perm","dist","isclose"): t(lambda: getattr(math,n)(i,i)); t(lambda: getattr(math,n)(f,2)); t(lambda: getattr(math,n)(2,i))
t(lambda: math.fsum([i,f])); t(lambda: math.prod([i,f])); t(lambda: math.sumprod([i],[f])); t(lambda: sum([i,f])); t(lambda: sum([i,1.5])); t(lambda: cmath.sqrt(i)); t(lambda: cmath.phase(i)); t(lambda: i+1.5); t(lambda: 1.5+i); t(lambda: 1j*i); t(lambda: i/2); t(lambda: math.log(i,2)); t(lambda: round(i)); t(lambda: round(f,1)); t(lambda: divmod(i,2.0)); t(lambda: i==2.5); t(lambda: i<2.75); t(lambda:float.fromhex(S2("0x1"))); t(lambda: struct.pack("d",i)); t(lambda: struct.pack("f",f)); t(lambda: struct.pack("i",i)); t(lambda: struct.pack("i",f)); t(lambda: array.array("d",[i,f])); t(lambda: array.array("i",[i])); t(lambda: hash(i)); t(lambda: pow(i,2)); t(lambda: abs(i)); t(lambda: bytes(i)); t(lambda: [1]*i); t(lambda: range(i)); t(lambda: "a"*i); t(lambda: list(range(20))[i]); t(lambda: chr(i)); t(lambda: hex(i)); t(lambda: round(1.23456,i)); t(lambda: (1.5).__round__(i)); t(lambda: statistics.mean([i]))


class NoFloat(float):
    def __float__(self):
        return NotImplemented


class IntFloat(float):
    def __float__(self):
        return 3


for convert in (lambda: complex(NoFloat(), 1), lambda: complex(1, NoFloat()), lambda: complex(IntFloat(), 2), lambda: complex(NoFloat())):
    try:
        print(convert())
    except TypeError as error:
        print(error)
