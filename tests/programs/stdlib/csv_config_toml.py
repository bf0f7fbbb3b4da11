import csv, io, configparser, tomllib, shlex
rows = list(csv.reader(io.StringIO('a,b,"c,d"\r\n1,"x ""q"" y",\n"multi\nline",2,3\n\n , s ,\n'))); print(rows)
print(list(csv.reader(["a|b|'c|d'"], delimiter="|", quotechar="'")), "", list(csv.reader(["a b  c"], delimiter=" ", skipinitialspace=True)), list(csv.reader(["a\\,b,c"], escapechar="\\", quoting=csv.QUOTE_NONE)), list(csv.reader(["x\ty"], "excel-tab")))
d = csv.DictReader(io.StringIO("n,v\na,1\nb,2,extra\nc\n")); print([dict(r) for r in d], d.fieldnames)
o = io.StringIO(); w = csv.writer(o); w.writerow(["a", 'q"x', "c,d", None, 1.5, "line\nbreak", ""]); w.writerows([[1], [], [True, b"b"]]); print(repr(o.getvalue()))
o = io.StringIO(); dw = csv.DictWriter(o, ["x", "y"], restval="-", extrasaction="ignore", lineterminator="\n", quoting=csv.QUOTE_ALL); dw.writeheader(); dw.writerow({"x": 1, "z": 2}); print(o.getvalue(), csv.list_dialects(), csv.Sniffer().sniff("a;b\n1;2\n").delimiter, csv.field_size_limit())
for f in (lambda: csv.reader(5), lambda: list(csv.reader(['"a'], strict=True)), lambda: list(csv.reader(["a\0b"])), lambda: csv.writer(o, delimiter="ab"), lambda: csv.writer(o).writerow(5), lambda: dw.writerow({"x": 1}) and csv.DictWriter(o, ["x"]).writerow({"q": 1}), lambda: csv.get_dialect("nope"), lambda: csv.writer(o, quoting=csv.QUOTE_NONE).writerow(["a,b"]), lambda: list(csv.reader([b"x"])), lambda: csv.reader([], nope=1)):
    try: print(f())
    except Exception as exc: print(type(exc).__name__, exc)
c = configparser.ConfigParser(); c.read_string("[DEFAULT]\nbase=/x\n[a]\nk = v ; not comment\npath: %(base)s/y\nmulti = one\n  two\nnum=5\nflag=yes\nempty=\n# c\n[b]\n"); print(c.sections(), c["a"]["path"], c.get("a", "k"), c.getint("a", "num"), c.getboolean("a", "flag"), repr(c["a"]["multi"]), c.get("a", "nope", fallback="fb"), c.has_option("b", "base"), dict(c["b"]), c.options("a"), "a" in c); c["new"] = {"q": "1"}; c.set("b", "z", "9"); s = io.StringIO(); c.write(s); print(s.getvalue())
for f in (lambda: c["zz"], lambda: c.get("a", "zz"), lambda: c.getint("a", "k"), lambda: c.read_string("no section"), lambda: c.read_string("[a]\nx=1\nx=2"), lambda: c.add_section("a"), lambda: c.set("a", "x", 5), lambda: c.read_string("[q]\nx=%(nope)s") or c["q"]["x"], lambda: c.read_string("[a]\n[a]")):
    try: print(f())
    except Exception as exc: print(type(exc).__name__, str(exc).replace("\n", "|"))
print(tomllib.loads('t = "x"\nn = 1_000\nf = 1.5\nb = true\nd = 2024-01-02T03:04:05Z\na = [1, [2]]\n[s.t]\nk = \'\'\'raw\n\'\'\'\n[[arr]]\nv = 1\n[[arr]]\nv = {x = 0xff}\n'))
for bad in ("x = ", "x = 1\nx = 2", "[a", "= 1", 'x = "\n"', "x = 01"):
    try: print(tomllib.loads(bad))
    except tomllib.TOMLDecodeError as exc: print(exc)
print(shlex.split("a 'b c' \"d e\" f\\ g # no"), shlex.split("a # c", comments=True), shlex.quote("it's"), shlex.join(["a b", "c"]), list(shlex.shlex("x=1;y", punctuation_chars=True)))
