import zoneinfo, _zoneinfo, io, pickle, datetime as D, sys
from datetime import *
Z=zoneinfo.ZoneInfo
print(Z is _zoneinfo.ZoneInfo, Z.__mro__, Z.__module__, Z.__doc__)
def make(ttinfos, trans, tail=b'\nUTC0\n', v=2, isstd=0):
    import struct
    def block(fmt):
        abbr=b''.join(t[2].encode()+b'\0' for t in ttinfos)
        idx=[]; p=0
        for t in ttinfos: idx.append(p); p+=len(t[2])+1
        h=struct.pack('>4sc15x6l', b'TZif', b'2', 0,0,0,len(trans),len(ttinfos),len(abbr))
        return h+struct.pack(f'>{len(trans)}{fmt}',*[t[0] for t in trans])+bytes(t[1] for t in trans)+b''.join(struct.pack('>lbb',t[0],t[1],i) for t,i in zip(ttinfos,idx))+abbr
    return block('l')+block('q')+tail
# The zones are made here, whatever the machine has.
import os, tempfile
folder = tempfile.TemporaryDirectory(); path = folder.name
def write(name, data):
    os.makedirs(os.path.dirname(os.path.join(path, name)), exist_ok=True)
    with open(os.path.join(path, name), 'wb') as f: f.write(data)
UTCFILE = make([(0, 0, 'UTC')], [], b'\nUTC0\n'); write('UTC', UTCFILE)
write('Europe/Berlin', make([(3208, 0, 'LMT'), (3600, 0, 'CET'), (7200, 1, 'CEST')], [(-1000000000, 1), (-900000000, 2), (-890000000, 1), (700000000, 2), (720000000, 1)], b'\nCET-1CEST,M3.5.0,M10.5.0/3\n'))
RULES = {'Lord/Howe': b'<+1030>-10:30<+11>-11,M10.1.0,M4.1.0', 'Dublin': b'IST-1GMT0,M10.5.0,M3.5.0/1', 'New/York': b'EST5EDT,M3.2.0,M11.1.0', 'Nuuk': b'<-02>2<-01>,M3.5.0/-1,M10.5.0/0', 'Gaza': b'EET-2EEST,M3.4.4/50,M10.4.4/50', 'Julian': b'AAA3BBB,J60/2,J300/-2', 'Days': b'AAA3BBB4,10,364', 'Kolkata': b'IST-5:30'}
for name, rule in RULES.items(): write(name, make([(3600, 0, 'OLD'), (0, 0, 'STD'), (5400, 1, 'SUM')], [(0, 1), (1000000, 2), (900000000, 0)], b'\n' + rule + b'\n'))
zoneinfo.reset_tzpath([path])
z = Z('Europe/Berlin')
def ff(data,key=None): return Z.from_file(io.BytesIO(data),key=key)
for e in r"""
Z()
Z('x')
Z(5)
Z('../x')
Z('/etc')
Z('Europe/Berlin',1)
Z(key='UTC')
Z(foo=1)
Z('Europe/Berlin') is z
Z.no_cache('Europe/Berlin') is z
Z.no_cache('x')
Z.no_cache()
Z.from_file(io.BytesIO(b'xx'))
Z.from_file(5)
Z.from_file()
str(z),repr(z),z.key
str(ff(UTCFILE))[:20]
repr(ff(UTCFILE,key='foo')), str(ff(UTCFILE,key='foo'))
ff(UTCFILE).key
z.utcoffset(None),z.dst(None),z.tzname(None)
Z('UTC').utcoffset(None),Z('UTC').dst(None),Z('UTC').tzname(None)
z.utcoffset(5)
z.dst('a')
z.tzname(1.5)
z.utcoffset(datetime(2020,7,1)),z.dst(datetime(2020,7,1)),z.tzname(datetime(2020,7,1))
z.utcoffset(date(2020,7,1))
z.fromutc(5)
z.fromutc(datetime(2020,1,1))
z.fromutc(datetime(2020,7,1,tzinfo=z))
z.fromutc(datetime(2020,7,1,tzinfo=UTC))
[datetime(2020,10,25,h,30,tzinfo=UTC).astimezone(z).fold for h in (0,1,2)]
datetime(2090,7,1,tzinfo=z).utcoffset(), datetime(1800,7,1,tzinfo=z).utcoffset(), datetime(1,1,1,tzinfo=z).utcoffset(),datetime(9999,12,31,tzinfo=z).utcoffset()
z.utcoffset(datetime(2020,10,25,2,30)), z.utcoffset(datetime(2020,10,25,2,30,fold=1)), z.utcoffset(datetime(2020,3,29,2,30)), z.utcoffset(datetime(2020,3,29,2,30,fold=1))
pickle.dumps(ff(UTCFILE))
Z._unpickle('UTC',1) is Z('UTC')
Z.clear_cache()
Z.clear_cache(only_keys=['UTC'])
Z.clear_cache(5)
Z.clear_cache(only_keys=5)
z.key
setattr(z,'key','a')
setattr(z,'foo',1)
type('X',(Z,),{})('UTC'), type('X',(Z,),{}).__mro__[1] is Z
type('X',(Z,),{})('UTC').__reduce__()[1]
datetime(2020,1,1,tzinfo=z)==datetime(2019,12,31,23,tzinfo=UTC)
time(1,tzinfo=z).utcoffset()
hash(z)==hash(z), z==z
ff(make([(0,0,'UTC')],[],b'\nUTC0\n')).utcoffset(datetime(2000,1,1))
ff(make([(3600,0,'AAA')],[],b'\n\n')).utcoffset(datetime(2000,1,1))
ff(make([(3600,0,'AAA')],[],b'\nxx\n'))
ff(make([(3600,0,'AAA')],[],b'\nAAA3BBB\n'))
ff(make([(3600,0,'AAA')],[],b'\nAAA3BBB,M3.2.0,M11.1.0\n')).tzname(datetime(2020,7,1))
ff(make([(3600,0,'AAA')],[],b'\nAAA3BBB,J60/2,J300/-2\n')).tzname(datetime(2020,7,1))
ff(make([(3600,0,'AAA')],[],b'\nAAA25\n'))
ff(make([(3600,0,'AAA')],[],b'\nAAA24:59:59\n')).utcoffset(None)
ff(make([(3600,0,'AAA')],[],b'\n<+03>-3\n')).tzname(datetime(2020,7,1))
ff(make([(3600,0,'AAA')],[],b'\nAAA3BBB,M3.2.0/168,M11.1.0\n'))
ff(make([(3600,0,'AAA')],[],b'\nAAA3BBB,M13.2.0,M11.1.0\n'))
ff(make([(3600,0,'AAA')],[],b'\nAAA3BBB,M3.6.0,M11.1.0\n'))
ff(make([(3600,0,'AAA')],[],b'\nAAA3BBB,M3.2.7,M11.1.0\n'))
ff(make([(3600,0,'AAA')],[],b'\nAAA3BBB,J366,M11.1.0\n'))
ff(make([(3600,0,'AAA')],[],b'\nAAA3BBB,366,M11.1.0\n'))
ff(make([(3600,0,'AAA')],[],b'\nAAA3BBB4,0,364\n')).dst(datetime(2020,7,1))
ff(make([(3600,0,'AAA'),(7200,1,'BBB')],[(0,1),(100000,0)],b'\nAAA-1\n')).dst(datetime(1970,1,1,5))
ff(make([(3600,0,'AAA'),(7200,1,'BBB')],[(0,1),(100000,5)],b'\nAAA-1\n'))
ff(make([(3600,0,'AAA'),(7200,1,'BBB')],[(0,1),(100000,0)],b'')).dst(datetime(1970,1,1,5))
ff(UTCFILE[:44])
ff(b'TZif1'+b'\0'*39)
""".strip().split('\n'):
    try: print(e,'->',repr(eval(e)))
    except BaseException as x: print(e,'->',type(x).__name__,x)

# Some zones, at random times, and back.
import random
random.seed(5)
for name in ("Europe/Berlin", *RULES):
    z = Z(name)
    for _ in range(12):
        d = datetime(random.choice([1900, 1950, 1970, 2000, 2020, 2037, 2038, 2050, 2500]), 1, 1) + timedelta(seconds=random.randrange(366 * 86400))
        d = d.replace(fold=random.randrange(2)); u = d.replace(tzinfo=UTC, fold=0).astimezone(z)
        print(name, d, d.fold, z.utcoffset(d), z.dst(d), z.tzname(d), u, u.fold)
