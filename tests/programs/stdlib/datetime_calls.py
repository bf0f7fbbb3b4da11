from datetime import *
import datetime as D
class S(str): pass
UTC=timezone.utc
d=date(2020,1,2); t=time(1,2,3,4); dt=datetime(2020,1,2,3,4,5,6); td=timedelta(1)
tz=timezone(timedelta(hours=1))
class TZ(tzinfo):
    def __init__(self,o,n='x',ds=None): self.o=o;self.n=n;self.ds=ds
    def utcoffset(self,dt): return self.o
    def tzname(self,dt): return self.n
    def dst(self,dt): return self.ds
for s in r"""
date()
date(1)
date(2020,1)
date(2020,1,2,3)
date(2020,1,2.0)
date('2020',1,2)
date(None,1,2)
date(2020,13,1)
date(2020,1,32)
date(2021,2,29)
date(0,1,1)
date(10000,1,1)
date(2**31,1,1)
date(-2**63-1,1,1)
date(year=2020,month=1,dayy=2)
date(2020,1,2,day=3)
date('abcd')
date(b'abc')
date(b'abcd')
date('\u0141bcd')
date(b'\x07\xe4\x01\x02')
date('\x07\xe4\x01\x02')
date('\x07\xe4\x01\x42')
time(24)
time(1,60)
time(1,1,60)
time(1,1,1,1000000)
time(-1)
time(1.0)
time('1')
time(tzinfo=3)
time(fold=2)
time(fold=-1)
time(fold=None)
time(1,2,3,4,None,5)
time(1,2,3,4,None,5,6)
time(b'abcdef')
time('abcdef')
time(b'\x01\x02\x03\x00\x00\x04')
time(b'\x01\x02\x03\x00\x00\x04', 5)
time(b'\x01\x02\x03\x00\x00\x04', 5, 6)
datetime()
datetime(2020)
datetime(2020,1)
datetime(2020,1,1,24)
datetime(2020,1,1,tzinfo=5)
datetime(2020,1,1,1,1,1,1,None,5)
datetime(2020,1,1,1,1,1,1,None,fold=5)
datetime(2020,1,1,x=3)
datetime(b'0123456789')
datetime(b'\x07\xe4\x01\x02\x03\x04\x05\x00\x00\x06', 7)
datetime('x')
timedelta(1,2,3,4,5,6,7)
timedelta(1,2,3,4,5,6,7,8)
timedelta('x')
timedelta(days='x')
timedelta(None)
timedelta(1e400)
timedelta(float('nan'))
timedelta(10**9)
timedelta(-10**9)
timedelta(10**20)
timedelta(seconds=10**40)
timedelta(days=1e300)
timedelta(x=1)
timedelta(0.1,0.2,0.3,0.4,0.5,0.6,0.7)
timedelta(microseconds=0.5)
timedelta(microseconds=1.5)
timedelta(microseconds=2.5)
timedelta(days=True)
td*'x'
td/'x'
td//'x'
td%'x'
divmod(td,'x')
divmod(td,3)
td//0
td/0.0
td//1.5
td/timedelta(0)
td//timedelta(0)
td%timedelta(0)
divmod(td,timedelta(0))
td*1e300
td*float('nan')
td*float('inf')
td/1e-300
td*10**20
td+1
1+td
td-1
1-td
td<1
td+d
d+td
td-d
d-d
d-1
d+d
d-dt
dt-d
dt+td
td+dt
dt-td
dt-dt
dt+1
date.max+td
date.min-td
datetime.max+td
datetime.min-td
td*timedelta.max
timedelta.max+td
-timedelta.max
abs(timedelta.min)
-timedelta.min
timedelta.min-td
d<dt
dt<d
d<1
d==dt
d==1
t<1
t<dt
t<time(1,tzinfo=UTC)
t==time(1,tzinfo=UTC)
dt<datetime(1,1,1,tzinfo=UTC)
dt==datetime(1,1,1,tzinfo=UTC)
dt-datetime(1,1,1,tzinfo=UTC)
datetime(1,1,1,tzinfo=UTC)-datetime(1,1,1,tzinfo=tz)
datetime(1,1,1,tzinfo=tz)<datetime(1,1,1,tzinfo=UTC)
date.fromordinal(0)
date.fromordinal(10**9)
date.fromordinal(3652060)
date.fromordinal('x')
date.fromordinal(1.0)
date.fromordinal()
date.fromordinal(10**20)
date.fromtimestamp('x')
date.fromtimestamp(1e20)
date.fromtimestamp(10**30)
date.fromtimestamp(float('nan'))
date.fromtimestamp(-2**60)
date.fromtimestamp(None)
date.fromtimestamp()
date.fromisoformat(1)
date.fromisoformat('')
date.fromisoformat('2020-1-1')
date.fromisoformat('2020-13-01')
date.fromisoformat('2020-02-30')
date.fromisoformat('2020W991')
date.fromisoformat('2020-W99-1')
date.fromisoformat('2020-W01-8')
date.fromisoformat('2020-W01-0')
date.fromisoformat('2020-W01')
date.fromisoformat('0000-01-01')
date.fromisoformat('\ud800')
date.fromisoformat('2020-01-\u0661\u0661')
date.fromisocalendar(2020,54,1)
date.fromisocalendar(2020,0,1)
date.fromisocalendar(2020,1,8)
date.fromisocalendar(0,1,1)
date.fromisocalendar(10000,1,1)
date.fromisocalendar(2020,1)
date.fromisocalendar('x',1,1)
date.fromisocalendar(2**40,1,1)
date.fromisocalendar(1,1,1.5)
date.fromisocalendar(9999,53,7)
date.fromisocalendar(2020,week=2**80,day=2)
date.today(1)
date.strptime('2020','%Y')
date.strptime('2020')
date.strptime(1,'%Y')
date.strptime('2020',1)
date.strptime('x','%Y')
time.strptime('10','%H')
datetime.strptime('10','%H')
d.strftime(1)
d.strftime()
d.strftime('%')
d.strftime('%Q')
d.strftime('%z %Z %f %:z %:x')
t.strftime('%Y %H')
dt.strftime('%f %% %%f')
dt.strftime('\ud800 %Y \0 %m')
d.__format__(1)
format(d,'')
d.replace(year=0)
d.replace(x=1)
d.replace(1,2,3,4)
d.replace('x')
d.__replace__(year=3)
d.__replace__(3)
t.replace(hour=24)
t.replace(tzinfo=3)
t.replace(fold=3)
t.replace(1,2,3,4,None,1)
t.__replace__(1)
dt.replace(fold=2)
dt.replace(tzinfo=1)
dt.replace(1,2,3,4,5,6,7,8,9)
t.isoformat('x')
t.isoformat(1)
t.isoformat('minutes')
t.isoformat(timespec='milliseconds')
t.isoformat('auto')
t.isoformat(timespec=None)
dt.isoformat('xx')
dt.isoformat(1)
dt.isoformat('T','bad')
dt.isoformat(sep='\ud800')
dt.isoformat('\U0001F600','hours')
dt.isoformat(timespec='nanoseconds')
time.fromisoformat(1)
time.fromisoformat('')
time.fromisoformat('x')
time.fromisoformat('25:00')
time.fromisoformat('24:00')
time.fromisoformat('24:00:01')
time.fromisoformat('12:00:00.1234567')
time.fromisoformat('12:00+24:00')
time.fromisoformat('12:00+00:00')
time.fromisoformat('12:00+00:00:00.000001')
time.fromisoformat('12:60')
time.fromisoformat('T12')
time.fromisoformat('12:00z')
time.fromisoformat('12:00Z')
time.fromisoformat('12.5')
time.fromisoformat('12:00:00,5')
datetime.fromisoformat(1)
datetime.fromisoformat('2020')
datetime.fromisoformat('')
datetime.fromisoformat('2020-01-01T')
datetime.fromisoformat('2020-01-01T25')
datetime.fromisoformat('2020-01-01T24:00')
datetime.fromisoformat('2020-01-01T24:01')
datetime.fromisoformat('9999-12-31T24:00')
datetime.fromisoformat('2020-12-31T24:00')
datetime.fromisoformat('2020-13-01T24:00')
datetime.fromisoformat('2020-01-01\ud80012:30')
datetime.fromisoformat('2020-W01T00')
datetime.fromisoformat('2020-01-01T12:30+05:30:99')
datetime.fromisoformat('2020-01-01T12:30:00+25:30')
datetime.fromisoformat('\ud8002020-01-01')
datetime.now(1)
datetime.now(None) is None
datetime.now(tz=1)
datetime.now(1,2)
datetime.fromtimestamp('x')
datetime.fromtimestamp()
datetime.fromtimestamp(0,1)
datetime.fromtimestamp(0,tz=UTC)
datetime.fromtimestamp(0,tz)
datetime.fromtimestamp(1e18,UTC)
datetime.fromtimestamp(-1e18,UTC)
datetime.fromtimestamp(1.9999999,UTC)
datetime.fromtimestamp(-0.0000005,UTC)
datetime.fromtimestamp(float('inf'),UTC)
datetime.fromtimestamp(253402300800,UTC)
datetime.fromtimestamp(-62135596801,UTC)
datetime.combine(1,2)
datetime.combine(d,2)
datetime.combine(d)
datetime.combine(d,t,1)
datetime.combine(d,t,tzinfo=UTC)
datetime.combine(date=d,time=t)
dt.astimezone(1)
dt.astimezone(UTC)
datetime.min.astimezone(tz)
dt.timestamp()
datetime.min.timestamp()
datetime(1,1,1,tzinfo=UTC).timestamp()
datetime.min.utctimetuple()
datetime(1,1,1,tzinfo=tz).utctimetuple()
datetime.max.replace(tzinfo=timezone(-timedelta(hours=1))).utctimetuple()
timezone()
timezone(1)
timezone(td)
timezone(-td)
timezone(timedelta(hours=23,minutes=59,seconds=59,microseconds=999999))
timezone(timedelta(0),1)
timezone(timedelta(0),'x')
timezone(timedelta(0),None)
timezone(timedelta(0))
timezone(timedelta(0)) is UTC
timezone(offset=timedelta(0),name='y')
timezone(timedelta(0),'x','y')
timezone(timedelta(hours=-5,minutes=-30))
str(timezone(timedelta(hours=-5,minutes=-30)))
str(timezone(timedelta(hours=-5,minutes=-30,seconds=-15,microseconds=-3)))
UTC.utcoffset(1)
UTC.utcoffset(None)
UTC.dst(1)
UTC.tzname(1)
UTC.fromutc(1)
UTC.fromutc(dt)
UTC.fromutc(dt.replace(tzinfo=UTC))
UTC==1
UTC<tz
UTC==timezone(timedelta(0),'foo')
hash(UTC)==hash(timedelta(0))
tzinfo().utcoffset(dt)
tzinfo().tzname(dt)
tzinfo().dst(dt)
tzinfo().fromutc(dt)
tzinfo().fromutc(1)
tzinfo(1,2,3) is None
dt.replace(tzinfo=tzinfo()).utcoffset()
t.replace(tzinfo=TZ(3)).utcoffset()
t.replace(tzinfo=TZ(td)).utcoffset()
t.replace(tzinfo=TZ(-td)).utcoffset()
t.replace(tzinfo=TZ(timedelta(0),3)).tzname()
t.replace(tzinfo=TZ(timedelta(0),'a','z')).dst()
str(t.replace(tzinfo=TZ(None)))
dt.replace(tzinfo=TZ(None)).astimezone(UTC)
TZ(None).fromutc(dt)
TZ(None).fromutc(dt.replace(tzinfo=UTC))
(lambda z: z.fromutc(dt.replace(tzinfo=z)))(TZ(None))
(lambda z: z.fromutc(dt.replace(tzinfo=z)))(TZ(timedelta(hours=1)))
dt.replace(tzinfo=TZ(timedelta(0),'%Y')).strftime('%Z|%z')
d.isocalendar()
d.isocalendar()+(1,)
d.isocalendar()==(2020,1,4)
type(d.isocalendar())(1,2,3)
type(d.isocalendar())
d.isocalendar().__reduce__()
d.isocalendar().week
d.isocalendar()[:2]
d.__reduce__()
t.__reduce__()
t.__reduce_ex__(3)
t.__reduce_ex__(4)
time(1,fold=1).__reduce__()
time(1,fold=1).__reduce_ex__(4)
datetime(2020,1,1,fold=1).__reduce_ex__(3)
datetime(2020,1,1,fold=1,tzinfo=UTC).__reduce_ex__(4)
td.__reduce__()
UTC.__reduce__()
UTC.__getinitargs__()
tz.__getinitargs__()
tz.__reduce__()
tzinfo().__reduce__()
TZ(1).__reduce__()
repr(td), repr(timedelta(0)), repr(timedelta(1,2,3)), repr(timedelta(microseconds=5))
str(timedelta(-1)), str(timedelta(2,3,4)), str(timedelta(hours=30))
repr(t), repr(time(1,2,tzinfo=UTC)), repr(time(1,2,fold=1,tzinfo=UTC)), repr(datetime(1,1,1,fold=1)), repr(datetime(1,1,1,1,1,1,tzinfo=tz))
d.ctime(), dt.ctime()
d.timetuple(), dt.timetuple()
hash(d)!=0
bool(t), bool(time(0))
td.days, td.seconds, td.microseconds
setattr(td,'days',1)
setattr(d,'year',1)
delattr(d,'year')
d.x
d.__dict__
tz.__dict__
timedelta.resolution,timedelta.min,timedelta.max,date.min,date.max,date.resolution,time.min,time.max,datetime.min,datetime.max
timezone.min,timezone.max
type('X',(timezone,),{})
type('X',(timedelta,),{})(1)
type('X',(timedelta,),{})(1)+td
type('X',(timedelta,),{})(1)*2
type('X',(date,),{})(2020,1,1)+td
type('X',(datetime,),{})(2020,1,1)+td
type('X',(datetime,),{})(2020,1,1)-td
type('X',(date,),{'__new__':lambda cls,*a: 5}).today()
type('X',(datetime,),{})(2020,1,1).date()
type('X',(datetime,),{})(2020,1,1).replace(year=3)
type('X',(datetime,),{})(2020,1,1).astimezone(UTC)
type('X',(datetime,),{}).now(UTC).tzinfo
type('X',(datetime,),{}).fromisoformat('2020-01-01')
type('X',(datetime,),{}).combine(d,t)
type('X',(time,),{}).fromisoformat('12:30')
type('X',(time,),{})(1).replace(minute=3)
type('X',(date,),{}).fromisocalendar(2020,1,1)
""".strip().split('\n'):
    try: r=repr(eval(s))
    except BaseException as e: r=type(e).__name__+': '+str(e)
    print(ascii(s),'->',ascii(r))
for s in ['12:30:45.+05:00','12:30:45.Z','12:30:45,+05:00','12:30+','12:30:45.','12:30:+05:00','12:+05','1230:45','12:3045','12:30:45.5+05:00:00.5','12:30:45.123456789+05','12:30:45.1a','12:30:45Z5','+05','12-','12:30:45:','12:30:45+5','1']:
    try: print(s, time.fromisoformat(s))
    except ValueError as e: print(s, e)
for y in (5, 55, 555, 5555):
    print([date(y, 1, 2).strftime(f) for f in ('%Y', '%G', '%F', '%C', '%y', '%c', '%x', '%D', '%g')])
for b in (5, (), (1, 2, 3), (1.5, 2)):
    class B(float):
        def as_integer_ratio(self): return b
    for op in ('timedelta(1)*B()', 'timedelta(1)/B()'):
        try: print(eval(op))
        except Exception as e: print(type(e).__name__, e)
class S(str):
    def replace(self, *a): return 5
class Bad(tzinfo):
    def tzname(self, d): return S('x%')
    def dst(self, d): return None
for e in ("datetime(1,1,1,tzinfo=Bad()).strftime('%Z')", "date.__new__(5)", "datetime.isoformat(5)", "date.isoformat(datetime(1,1,1))", "setattr(date, 'x', 1)",
          "timedelta(days=10**30, hours=-24*10**30)", "timedelta(microseconds=10**25)", "timedelta(hours=1.5) * 7 // timedelta(minutes=11)"):
    try: print(e, '->', ascii(eval(e)))
    except BaseException as x: print(e, '->', type(x).__name__, ascii(str(x)))
# A gap and a fold of local time.
import os, time as clock, pickle, copy
os.environ['TZ'] = 'CET-1CEST,M3.5.0,M10.5.0/3'; clock.tzset()
for m, d, h, mi in ((3, 31, 2, 30), (10, 27, 2, 30), (7, 1, 0, 0)):
    for fold in (0, 1):
        x = datetime(2024, m, d, h, mi, fold=fold)
        print(x.timestamp(), x.astimezone(UTC), x.astimezone(), repr(datetime.fromtimestamp(x.timestamp())), x.astimezone(UTC).astimezone().tzname())
for p in range(6):
    for v in (d, t, time(1, fold=1, tzinfo=tz), x, td, UTC, tz, d and date.max, TZ(timedelta(0)) and datetime(2020, 1, 1, fold=1, tzinfo=UTC)):
        if isinstance(v, int): continue
        w = pickle.loads(pickle.dumps(v, p)); assert w == v and repr(w) == repr(v) or p < 4, (v, w)
assert copy.deepcopy(UTC) is UTC and {tz: 1}[timezone(timedelta(hours=1), 'q')] == 1
assert hash(datetime(2020, 1, 1, 1, tzinfo=tz)) == hash(datetime(2020, 1, 1, tzinfo=UTC))
