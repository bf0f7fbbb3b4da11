import zipfile, tarfile, shutil, io, os, tempfile, glob, filecmp, fileinput, mmap, pathlib
d = tempfile.mkdtemp(); os.chdir(d); os.makedirs("s/t"); pathlib.Path("s/a.txt").write_text("alpha\n" * 50); pathlib.Path("s/t/b.txt").write_text("beta")
with zipfile.ZipFile("z.zip", "w", zipfile.ZIP_DEFLATED) as z: z.write("s/a.txt", "a.txt"); z.writestr("dir/c.txt", "written"); z.writestr(zipfile.ZipInfo("old", (1999, 1, 2, 3, 4, 6)), b"x"); z.mkdir("empty")
with zipfile.ZipFile("z.zip") as z: print(z.namelist(), z.read("dir/c.txt"), z.getinfo("a.txt").file_size, z.getinfo("a.txt").compress_size < 50, z.getinfo("old").date_time, z.testzip(), z.open("a.txt").readline(), z.getinfo("empty/").is_dir()); z.extractall("out")
print(sorted(glob.glob("out/**", recursive=True)), zipfile.is_zipfile("z.zip"), zipfile.is_zipfile("s/a.txt"), [p.name for p in zipfile.Path("z.zip").iterdir()], zipfile.Path("z.zip", "dir/c.txt").read_text())
for f in (lambda: zipfile.ZipFile("s/a.txt"), lambda: zipfile.ZipFile("z.zip").read("nope"), lambda: zipfile.ZipFile("z.zip", "q"), lambda: zipfile.ZipFile("nofile"), lambda: tarfile.open("s/a.txt"), lambda: tarfile.open("nofile"), lambda: shutil.copy("nofile", "x"), lambda: shutil.copyfile("s/a.txt", "s/a.txt"), lambda: shutil.rmtree("nodir"), lambda: shutil.copytree("s", "out"), lambda: shutil.move("nofile", "y"), lambda: shutil.unpack_archive("x.nope"), lambda: mmap.mmap(-1, 0)):
    try: print(f())
    except Exception as exc: print(type(exc).__name__, str(exc).replace(d, "D"))
for mode in ("w", "w:gz", "w:bz2", "w:xz"):
    with tarfile.open("t.tar", mode) as t: t.add("s"); ti = tarfile.TarInfo("mem"); ti.size = 3; t.addfile(ti, io.BytesIO(b"abc"))
    with tarfile.open("t.tar") as t: print(mode, sorted(t.getnames()), t.extractfile("mem").read(), t.getmember("s/a.txt").size, t.getmember("s").isdir())
with tarfile.open("t.tar") as t: t.extractall("tout", filter="data")
print(open("tout/s/t/b.txt").read(), tarfile.is_tarfile("t.tar"))
shutil.copy("s/a.txt", "copy"); shutil.copytree("s", "s2"); shutil.move("copy", "moved"); print(sorted(os.listdir(".")), os.path.getsize("moved"), filecmp.cmp("s/a.txt", "moved", shallow=False), filecmp.dircmp("s", "s2").same_files, shutil.which("sh") is not None, shutil.disk_usage(".").total > 0, os.path.basename(shutil.make_archive("arch", "zip", "s")), shutil.get_terminal_size().columns, sorted(n for n, _ in shutil.get_archive_formats())); shutil.unpack_archive("arch.zip", "un"); print(sorted(os.listdir("un"))); shutil.rmtree("un"); shutil.copyfileobj(io.BytesIO(b"q"), w := io.BytesIO()); print(w.getvalue(), shutil.ignore_patterns("*.txt")("x", ["a.txt", "b"]))
with fileinput.input(["s/t/b.txt", "moved"]) as f: print([(fileinput.filename(), fileinput.filelineno()) for l in f][:2])
with open("m", "w+b") as f:
    f.write(b"hello mmap"); f.flush()
    with mmap.mmap(f.fileno(), 0) as m: m[0:5] = b"HELLO"; print(m[:], m.find(b"mmap"), len(m), m.readline(), m.tell(), m.seek(0), m.read(3)); m.flush()
print(open("m").read()); os.chdir("/"); shutil.rmtree(d)
