"""Profiling by the native profiler `_lsprof`."""

__all__ = ["run", "runctx", "Profile"]

import _lsprof
import importlib.machinery
import importlib.util
import io
import sys

import profile as _profile


def run(statement, filename=None, sort=-1):
    """Run `statement` under the profiler; print the statistics or write them to `filename`."""
    return _profile._Utils(Profile).run(statement, filename, sort)


def runctx(statement, globals, locals, filename=None, sort=-1):
    """Like run(), in the given namespaces."""
    return _profile._Utils(Profile).runctx(statement, globals, locals, filename, sort)


class Profile(_lsprof.Profiler):
    """A profiler that can be switched on and off, and used in a with statement."""

    def print_stats(self, sort=-1):
        """Print what was collected; `sort` is one or more of the keys that pstats knows."""
        import pstats

        keys = sort if isinstance(sort, tuple) else (sort,)
        pstats.Stats(self).strip_dirs().sort_stats(*keys).print_stats()

    def dump_stats(self, file):
        """Write what was collected to a file that pstats reads."""
        import marshal

        with open(file, "wb") as f:
            self.create_stats()
            marshal.dump(self.stats, f)

    def create_stats(self):
        """Stop collecting, and sum up in `stats`."""
        self.disable()
        self.snapshot_stats()

    def snapshot_stats(self):
        """Sum up in `stats` as pstats wants it: by function its calls, times and callers."""
        entries = self.getstats()
        self.stats = {}
        callers_of = {}
        for entry in entries:
            key = label(entry.code)
            callers = callers_of[id(entry.code)] = {}
            figures = _figures(entry)
            if key in self.stats:
                # Other code of the same name at the same place.
                *before, callers_before = self.stats[key]
                callers.update(callers_before)
                figures = tuple(map(sum, zip(before, figures)))
            self.stats[key] = (*figures, callers)
        for entry in entries:
            caller = label(entry.code)
            for callee in entry.calls or ():
                callers = callers_of.get(id(callee.code))
                if callers is None:
                    continue
                # Here the number of all calls comes first.
                primitive, calls, inline, total = _figures(callee)
                figures = (calls, primitive, inline, total)
                if caller in callers:
                    figures = tuple(map(sum, zip(callers[caller], figures)))
                callers[caller] = figures

    def run(self, cmd):
        """Run a statement in the namespace of `__main__`."""
        import __main__

        namespace = __main__.__dict__
        return self.runctx(cmd, namespace, namespace)

    def runctx(self, cmd, globals, locals):
        """Run a statement in these namespaces."""
        self.enable()
        try:
            exec(cmd, globals, locals)
        finally:
            self.disable()
        return self

    def runcall(self, func, /, *args, **kw):
        """Call a function; gives its result."""
        self.enable()
        try:
            return func(*args, **kw)
        finally:
            self.disable()

    def __enter__(self):
        self.enable()
        return self

    def __exit__(self, *exc_info):
        self.disable()


def _figures(entry):
    """Primitive calls, all calls, time in the function itself, time with what it calls."""
    return (entry.callcount - entry.reccallcount, entry.callcount, entry.inlinetime, entry.totaltime)


def label(code):
    """The (file, line, name) under which the statistics know a code object or a built-in."""
    if isinstance(code, str):
        return ("~", 0, code)
    return (code.co_filename, code.co_firstlineno, code.co_name)


def main():
    import os
    import pstats
    from optparse import OptionParser

    parser = OptionParser(usage="cProfile.py [-o output_file_path] [-s sort] [-m module | scriptfile] [arg] ...")
    parser.allow_interspersed_args = False
    parser.add_option("-o", "--outfile", dest="outfile", help="Save stats to <outfile>", default=None)
    parser.add_option(
        "-s", "--sort", dest="sort", default=2, choices=sorted(pstats.Stats.sort_arg_dict_default),
        help="Sort order when printing to stdout, based on pstats.Stats class",
    )
    parser.add_option("-m", dest="module", action="store_true", help="Profile a library module", default=False)
    if not sys.argv[1:]:
        parser.print_usage()
        sys.exit(2)
    options, args = parser.parse_args()
    sys.argv[:] = args
    if options.outfile is not None:
        options.outfile = os.path.abspath(options.outfile)
    if not args:
        parser.print_usage()
        return parser

    if options.module:
        import runpy

        statement = "run_module(modname, run_name='__main__')"
        namespace = {"run_module": runpy.run_module, "modname": args[0]}
    else:
        script = args[0]
        sys.path.insert(0, os.path.dirname(script))
        with io.open_code(script) as file:
            statement = compile(file.read(), script, "exec")
        spec = importlib.machinery.ModuleSpec(name="__main__", loader=None, origin=script)
        # What imports `__main__` is to see the script, whose globals are that module's namespace.
        module = sys.modules["__main__"] = importlib.util.module_from_spec(spec)
        namespace = module.__dict__
        namespace.update(__spec__=None, __file__=script, __name__="__main__", __package__=None, __cached__=None)
    try:
        runctx(statement, namespace, None, options.outfile, options.sort)
    except BrokenPipeError as exc:
        # Whoever read the output has gone; nothing is left to say.
        sys.stdout = None
        sys.exit(exc.errno)
    return parser


if __name__ == "__main__":
    main()
