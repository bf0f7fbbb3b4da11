import os, os.path as p, pathlib, posixpath, ntpath
for x in ("/a/b/c.tar.gz", "rel/x", "/", "", "a//b/../c/./d", "//x", ".hidden", "dir/", "/a/..", "../..", "a.b/c", "...", "x."):
    print(repr(x), p.split(x), p.splitext(x), p.basename(x), p.dirname(x), p.normpath(x), p.isabs(x), p.splitdrive(x), p.splitroot(x))
print(p.join("a", "b", "/c", "d"), p.join("a", ""), p.join("", "b"), p.join("a/", "b"), p.commonpath(["/a/b/c", "/a/b/d"]), p.commonprefix(["abc", "abd"]), p.relpath("/a/b", "/a/c/d"), p.expandvars("$NOPE_X ${NOPE_Y} $") , p.expanduser("x"), p.join(b"a", b"b"), p.normcase("A"), p.abspath("/x/../y"))
os.environ["TV"] = "val"; print(p.expandvars("$TV/${TV}x/$$"), os.environ.get("TV"), os.getenv("NOPE", "d"), "TV" in os.environ, os.environ.pop("TV"), os.getenv("TV")); os.environ.setdefault("TQ", "1"); del os.environ["TQ"]
for f in (lambda: p.join("a", b"b"), lambda: p.join(1), lambda: p.commonpath([]), lambda: p.commonpath(["/a", "b"]), lambda: os.environ["NOPE_Z"], lambda: os.environ.__setitem__("a", 1), lambda: p.relpath(""), lambda: os.fspath(5), lambda: p.exists(1.5), lambda: p.getsize("/nonexistent"), lambda: os.stat("/nonexistent"), lambda: os.listdir("/nonexistent"), lambda: os.putenv("a=b", "c"), lambda: os.chdir("/nonexistent"), lambda: os.rename("/nonexistent", "/x"), lambda: os.path.samefile("/", "/nonexistent"), lambda: os.open("/nonexistent", os.O_RDONLY), lambda: os.strerror(2), lambda: os.kill(2**40, 0)):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
class P:
    def __fspath__(self): return "/from/fspath"
print(os.fspath(P()), p.basename(P()), os.fsencode("é"), os.fsdecode(b"\xff") == "\udcff", ntpath.join("C:\\a", "b"), ntpath.splitdrive("C:\\x"), ntpath.normpath("a/b\\..\\c"), os.sep, os.linesep == "\n", os.curdir, os.pardir, os.extsep, os.pathsep, os.devnull, os.name, os.altsep)
import tempfile
d = tempfile.mkdtemp(); old = os.getcwd(); os.chdir(d)
os.makedirs("a/b/c", exist_ok=True); open("a/f1", "w").close(); pathlib.Path("a/b/f2").write_text("12345"); os.symlink("f1", "a/link"); os.mkdir("e")
print(sorted(os.listdir()), sorted(os.listdir("a")), [(r, sorted(ds), sorted(fs)) for r, ds, fs in sorted(os.walk("."))], [r for r, _, _ in os.walk("a", topdown=False)])
print(p.exists("a"), p.isdir("a"), p.isfile("a/f1"), p.islink("a/link"), os.readlink("a/link"), p.realpath("a/link") == p.join(p.realpath(d), "a", "f1"), p.lexists("zz"), p.getsize("a/b/f2"), p.samefile("a/f1", "a/link"), os.access("a", os.R_OK), sorted((e.name, e.is_dir(), e.is_symlink()) for e in os.scandir("a")))
os.rename("a/f1", "a/f3"); os.replace("a/b/f2", "e/f2"); os.remove("e/f2"); os.rmdir("e"); os.chmod("a/f3", 0o640); s = os.stat("a/f3"); print(oct(s.st_mode), s.st_size, s[6], os.path.isfile("a/f1")); os.utime("a/f3", (1, 2)); print(os.stat("a/f3").st_mtime, os.stat("a/f3").st_mtime_ns); os.truncate("a/f3", 3); print(p.getsize("a/f3")); os.link("a/f3", "hard"); print(os.stat("hard").st_nlink)
os.removedirs("a/b/c"); print(sorted(os.listdir("a"))); os.unlink("a/link"); os.unlink("a/f3"); os.unlink("hard"); os.chdir(old)
r, w = os.pipe(); os.write(w, b"piped"); os.close(w); print(os.read(r, 10), os.read(r, 1)); os.close(r); print(os.get_inheritable(1), os.cpu_count() > 0, os.getpid() == os.getpid(), len(os.urandom(4)), os.path.supports_unicode_filenames, os.umask(os.umask(0o22)) is not None, os.system("exit 3"), os.waitstatus_to_exitcode(768))


import io

for function in (os.lstat, os.path.lexists, os.stat, os.listdir):
    try:
        function(io.BytesIO())
    except TypeError as e:
        print(e)
