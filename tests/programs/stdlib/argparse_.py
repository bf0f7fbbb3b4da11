import argparse, sys
def build():
    p = argparse.ArgumentParser(prog="tool", description="A tool that does things.", epilog="The end.")
    p.add_argument("src", help="source file"); p.add_argument("dst", nargs="?", default="out", help="where to (default: %(default)s)")
    p.add_argument("-v", "--verbose", action="count", default=0, help="say more"); p.add_argument("-n", "--num", type=int, default=3, metavar="N", help="how many"); p.add_argument("--mode", choices=["fast", "slow"], help="speed"); p.add_argument("--flag", action=argparse.BooleanOptionalAction, help="toggle")
    p.add_argument("-q", action="store_true", help=argparse.SUPPRESS); p.add_argument("--list", nargs="+", type=float); p.add_argument("--const", action="store_const", const=42); p.add_argument("-a", "--append", action="append"); p.add_argument("--version", action="version", version="%(prog)s 1.0")
    g = p.add_argument_group("special", "special options"); g.add_argument("--long-option-name", dest="lon", help="a long help text that needs to be wrapped because it does not fit on a single line of eighty columns")
    m = p.add_mutually_exclusive_group(); m.add_argument("--left", action="store_true"); m.add_argument("--right", action="store_true")
    return p
p = build(); print(p.format_usage()); p.print_help()
for argv in (["a"], ["a", "b", "-vvv", "-n5", "--mode", "fast"], ["a", "--num=7", "--no-flag", "--list", "1", "2.5", "--const"], ["-a", "x", "--append", "y", "a"], ["--", "-weird"], ["a", "--lon", "q"], ["-vn", "4", "a"]):
    print(argv, p.parse_args(argv))
print(p.parse_known_args(["a", "b", "c", "--zzz"]))
for argv in ([], ["a", "b", "c"], ["a", "--num", "x"], ["a", "--mode", "med"], ["a", "--nope"], ["a", "--left", "--right"], ["a", "--list"], ["--version"], ["a", "-n"], ["a", "--l"], ["a", "--flag=1"], ["a", "--mode", "fasst"]):
    sys.stderr = sys.stdout
    try:
        p.parse_args(argv)
    except SystemExit as exc:
        print("exit", exc.code)
    finally:
        sys.stderr = sys.__stderr__
s = argparse.ArgumentParser(prog="git", formatter_class=argparse.ArgumentDefaultsHelpFormatter); sub = s.add_subparsers(dest="cmd", required=True, title="commands", help="what to do")
a = sub.add_parser("add", help="add files", aliases=["a"]); a.add_argument("files", nargs="*"); a.add_argument("-f", "--force", action="store_true", help="really"); a.set_defaults(fn=len); c = sub.add_parser("commit", help="commit", description="Commit it."); c.add_argument("-m", required=True, help="message")
s.print_help(); a.print_help(); c.print_help(); print(s.parse_args(["add", "x", "y", "-f"]), s.parse_args(["commit", "-m", "msg"]))
e = argparse.ArgumentParser(prog="e", exit_on_error=False, prefix_chars="-+", fromfile_prefix_chars="@", allow_abbrev=False); e.add_argument("+x", type=int); e.add_argument("--rest", nargs=argparse.REMAINDER); e.add_argument("-t", type=lambda v: int(v, 16) if v != "bad" else (_ for _ in ()).throw(argparse.ArgumentTypeError("is bad")))
print(e.parse_args(["+x", "5", "-t", "ff", "--rest", "-a", "b"]))
for argv in (["+x", "z"], ["-t", "bad"], ["-t", "zz"], ["--re"], ["extra"]):
    try:
        print(e.parse_args(argv))
    except (argparse.ArgumentError, SystemExit) as exc:
        print(type(exc).__name__, exc)
class Act(argparse.Action):
    def __call__(self, parser, ns, values, opt=None): setattr(ns, self.dest, [opt, values])
u = argparse.ArgumentParser(prog="u", usage="custom %(prog)s", add_help=False, argument_default=argparse.SUPPRESS, formatter_class=argparse.RawDescriptionHelpFormatter, description="raw\n  desc"); u.add_argument("--act", action=Act, nargs=2, metavar=("A", "B")); u.add_argument("--b", action="store_false"); print(u.parse_args(["--act", "1", "2"]), u.parse_args([])); u.print_help()
for bad in (lambda: p.add_argument("-v"), lambda: p.add_argument("x", dest="y"), lambda: p.add_argument("--z", action="nope"), lambda: p.add_argument("--z", nargs=0), lambda: p.add_argument("--z", type=5), lambda: p.add_argument()):
    try: bad(); print("ok")
    except Exception as exc: print(type(exc).__name__, exc)
print(argparse.Namespace(a=1, b="x"), argparse.Namespace(a=1) == argparse.Namespace(a=1), "a" in argparse.Namespace(a=1), vars(argparse.Namespace(z=2)))
