# How arguments of the wrong kind are refused by files, and what files remember of line ends.
import io, socket, struct, fcntl, os, termios, array, tempfile
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
f=open("/etc/passwd","rb"); raw=io.FileIO("/etc/passwd"); a,b=socket.socketpair()
for x in (b"ro", "s", 5, memoryview(b"a"), memoryview(bytearray(8))[::2]):
    t(lambda: io.BytesIO(b"a").readinto(x)); t(lambda: io.BytesIO(b"a").readinto1(x)); t(lambda: f.readinto(x)); t(lambda: f.readinto1(x)); t(lambda: raw.readinto(x))
    t(lambda: a.recv_into(x)); t(lambda: a.recvfrom_into(x)); t(lambda: a.recvmsg_into([x])); t(lambda: struct.pack_into("b",x,0,1)); t(lambda: struct.Struct("b").pack_into(x,0,1))
    t(lambda: os.readinto(f.fileno(), x)); t(lambda: os.preadv(f.fileno(), [x], 0)); t(lambda: os.readv(f.fileno(), [x])); t(lambda: io.BufferedRWPair(f,f).readinto(x));
    t(lambda: io.RawIOBase().readinto(x)); t(lambda: io.BufferedIOBase().readinto(x))
for n in ("a\0b", b"a\0b"):
    t(lambda: open(n)); t(lambda: io.FileIO(n)); t(lambda: os.open(n,0)); t(lambda: os.stat(n)); t(lambda: io.open_code(n)); t(lambda: os.listdir(n)); t(lambda: os.mkdir(n)); t(lambda: os.readlink(n)); t(lambda:io.open(n,"wb"))
    t(lambda: os.path.exists(n)); t(lambda: os.rename(n,"b")); t(lambda: os.execv(n,["a"]))
for m in ("", "b","t","+","r+w","rw","U","rb+t","rr","ww","a+","xx","bt","r b","rbw"):
    t(lambda: open("/nonexistent/file",m)); t(lambda: io.FileIO("/nonexistent/file",m))
t(lambda: open(99999)); t(lambda: io.FileIO(99999)); t(lambda: open(-5)); t(lambda: io.FileIO(-5)); 
for nl in ("q","\n\r",5,b"\n","é"):
    t(lambda: open("/etc/passwd",newline=nl)); t(lambda: io.StringIO("",nl)); t(lambda: io.TextIOWrapper(io.BytesIO(),newline=nl)); t(lambda: io.TextIOWrapper(io.BytesIO()).reconfigure(newline=nl))
s=io.StringIO("abc")
for x in ("a",[]):
    for o in (io.StringIO("abc"), io.BytesIO(b"abc"), io.TextIOWrapper(io.BytesIO(b"abc")), io.BufferedReader(io.BytesIO(b"abc")), raw):
      for meth in ("read","readline","readlines","truncate","seek","read1","peek"):
        if hasattr(o,meth): 
            t(lambda: (type(o).__name__,meth, getattr(o,meth)(x)) and (type(o).__name__,meth))
def rc(n):
    t=io.TextIOWrapper(io.BytesIO(b"ab\xc3\xa9cd\nxyz\n"*n)); return t
def q(f):
    t=rc(3); f(t)
    try: t.reconfigure(errors="ignore"); print("ok")
    except Exception as e: print(e)
q(lambda t:None); q(lambda t:t.read()); q(lambda t:t.read(3)); q(lambda t:t.readline()); q(lambda t:t.readlines()); q(lambda t:list(t)); q(lambda t:(t.read(3),t.seek(0))); q(lambda t:(t.read(3),t.seek(0,2))); q(lambda t:t.read(1000)); q(lambda t:(t.read(),t.seek(0))); q(lambda t:(t.read(4),t.seek(t.tell()))); q(lambda t:(t.read(4),t.tell())); q(lambda t:next(t)); q(lambda t:(t.readline(),)*3); q(lambda t:[t.readline() for i in range(6)]);q(lambda t:[t.readline() for i in range(7)]); q(lambda t:t.read(0)); q(lambda t:t.seek(1))
def nl(f,data=b"one\ntwo\r\nthree\r"):
    d=tempfile.mktemp(); fh=open(d,"wb"); fh.write(data); fh.close(); t=open(d); 
    try: f(t); print(repr(t.newlines), t.read(), repr(t.newlines))
    except Exception as e: print(type(e),e)
    os.unlink(d)
nl(lambda t:t.readline()); nl(lambda t:(t.readline(),t.tell())); nl(lambda t:(t.readline(),t.readline(),t.tell())); nl(lambda t:(t.read(2),t.tell())); nl(lambda t:(t.read(),t.tell())); nl(lambda t:(t.readline(),t.seek(t.tell()))); nl(lambda t:(t.seek(3),t.readline(),t.tell()))
import gc
f = open("/etc/passwd", "rb")
for make in (lambda: io.BufferedRWPair(f, f), lambda: io.BufferedRWPair(f, f, 0), lambda: io.BufferedWriter(f), lambda: io.BufferedReader(f, -1)):
    t(make); gc.collect(); print(f.closed)
