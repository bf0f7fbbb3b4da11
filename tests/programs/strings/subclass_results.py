# Which operations give back the very string, an instance of a derived class, and which a plain one.
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

s=S("abc"); s2=S2("abc"); s3=S3("abc")
for q in (s,s2,s3):
    t(lambda: f"{q}"); t(lambda: f"{q!s}"); t(lambda: f"{q!r}"); t(lambda: f"{q:>5}"); t(lambda: "%s"%q); t(lambda: "{}".format(q)); t(lambda: format(q)); t(lambda: format(q,"")); t(lambda: str(q)); t(lambda: "a%s"%q); t(lambda: f"{q}"+""); t(lambda: "".join([q])); t(lambda: q.strip()); t(lambda: q[:]); t(lambda: q*1); t(lambda: q+""); t(lambda: ""+q); t(lambda: q.replace("z","")); t(lambda: q.ljust(1)); t(lambda: q.zfill(1)); t(lambda: q.expandtabs()); t(lambda: q.lower()); t(lambda: q.translate({})); t(lambda: q.split("z")[0]); t(lambda: q.partition("z")[0]); t(lambda: q.removeprefix("z")); t(lambda: q.center(0)); t(lambda: str.__str__(q)); t(lambda: object.__format__(q,"")); t(lambda: str.__format__(q,"")); t(lambda: str.__format__(q,"s")); t(lambda: repr(q)); t(lambda: f"{q:}"); t(lambda: f"{q}{q}"); t(lambda: "%5s"%q); t(lambda: "%.1s"%q); t(lambda: "%a"%q); t(lambda: "%r"%q); t(lambda: "{:{}}".format(q,"")); t(lambda: "{!s}".format(q)); t(lambda: "{0}{0}".format(q)); t(lambda: string.Formatter().format("{}",q)); t(lambda: ascii(q)); t(lambda: "".join((q,))); t(lambda: "x".join([q])); t(lambda: q.join([q])); t(lambda: q.format()); t(lambda: q.format_map({})); t(lambda: q%()); t(lambda: q.__mod__(())); t(lambda: q.casefold()); t(lambda: str(q,)); t(lambda: type(q.splitlines()[0])); t(lambda: next(iter(q))); t(lambda: type(q.rsplit()[0])); t(lambda: q.title()); t(lambda: re.sub("z","",q)); t(lambda: re.match("abc",q).group()); t(lambda: re.match("a",q).string); t(lambda: re.split("z",q)[0]); t(lambda:q.encode())
