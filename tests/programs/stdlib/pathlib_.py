from pathlib import *
import os, tempfile
p = PurePosixPath("/usr/lib/python3/x.tar.gz")
print(p, repr(p), p.parts, p.name, p.stem, p.suffix, p.suffixes, p.parent, list(p.parents)[:2], p.root, p.anchor, p.drive, p.is_absolute(), p.as_posix(), p / "a" / "b", "r" / PurePosixPath("q"), p.with_name("n"), p.with_suffix(".z"), p.with_stem("s"), p.relative_to("/usr"), p.is_relative_to("/etc"), p.match("*.gz"), p.joinpath("x", "/y"), p.full_match("/usr/**/*.gz"))
for s in ("", ".", "a/./b//c/", "/..", "//a", "///a", "a/..", ".bashrc", "x.", "a b"):
    q = PurePosixPath(s); print(repr(s), q, q.parts, repr(q.name), repr(q.suffix), q.parent)
print(PureWindowsPath("C:\\a\\B.txt").parts, PureWindowsPath("c:/x") == PureWindowsPath("C:\\X"), PurePosixPath("a") < PurePosixPath("b"), PurePosixPath("a") == PurePosixPath("a/."), hash(PurePosixPath("a/b")) == hash(PurePosixPath("a//b")), os.fspath(p), bytes(PurePosixPath("é")), str(PurePath("a", PurePath("b"), "c")), PurePosixPath("a").relative_to("b/c", walk_up=True), len({PurePosixPath("x"), PurePosixPath("./x")}))
for f in (lambda: p.relative_to("/etc"), lambda: p.with_name(""), lambda: p.with_name("a/b"), lambda: PurePosixPath("/").with_name("x"), lambda: p.with_suffix("z"), lambda: PurePosixPath(5), lambda: p / 5, lambda: p < "x", lambda: PurePosixPath(b"x"), lambda: p.with_suffix("./"), lambda: p.parents[99], lambda: PurePosixPath("a").relative_to("/a"), lambda: p.match("")):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
d = Path(tempfile.mkdtemp()); (d / "sub" / "deep").mkdir(parents=True); f = d / "f.txt"
print(f.write_text("héllo\nworld"), f.read_text(), f.write_bytes(b"\x00\x01"), f.read_bytes(), f.exists(), f.is_file(), d.is_dir(), f.stat().st_size, (d / "no").exists(), sorted(x.name for x in d.iterdir()), sorted(str(x.relative_to(d)) for x in d.rglob("*")), [x.name for x in d.glob("*.txt")], sorted(str(x.relative_to(d)) for x in d.glob("**")))
(d / "link").symlink_to("f.txt"); print((d / "link").is_symlink(), (d / "link").readlink(), (d / "link").resolve() == f.resolve(), f.samefile(d / "link")); g = f.rename(d / "g.md"); print(g.name, f.exists(), g.suffix); (d / "sub" / "z").touch(); print([(str(r.relative_to(d)), sorted(ds), sorted(fs)) for r, ds, fs in d.walk()][:2])
for h in (lambda: (d / "sub").mkdir(), lambda: (d / "sub").mkdir(exist_ok=True), lambda: (d / "x" / "y").mkdir(), lambda: (d / "no").read_text(), lambda: (d / "no").unlink(), lambda: (d / "no").unlink(missing_ok=True), lambda: (d / "sub").rmdir(), lambda: g.rmdir(), lambda: (d / "no").stat(), lambda: list((d / "no").iterdir()), lambda: g.touch(exist_ok=False), lambda: (d / "no").resolve(strict=True), lambda: list(d.glob("")), lambda: d.open("r"), lambda: (d / "g2").hardlink_to(g), lambda: g.chmod(0o600), lambda: g.copy(d / "copied").name, lambda: g.move(d / "moved").name):
    try:
        print(h())
    except Exception as exc:
        print(type(exc).__name__, str(exc).replace(str(d), "DIR"))
with (d / "w").open("w") as fh: fh.write("1\n2\n")
print((d / "w").open().readlines(), Path.cwd() == Path(os.getcwd()), Path("a").absolute() == Path.cwd() / "a", Path("~").expanduser() == Path.home(), type(Path("x")).__name__, isinstance(d, PurePath)); import shutil; shutil.rmtree(d)
