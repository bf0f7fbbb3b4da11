"""The interface of CPython's `cProfile` on top of `profile`.

Both measure the same things and write the same statistics; here both are written in Python.
"""

__all__ = ["run", "runctx", "Profile"]

import importlib.machinery
import io
import sys

import profile as _profile


def run(statement, filename=None, sort=-1):
    """Run `statement` under the profiler; print the statistics or write them to `filename`."""
    return _profile._Utils(Profile).run(statement, filename, sort)


def runctx(statement, globals, locals, filename=None, sort=-1):
    """Like run(), in the given namespaces."""
    return _profile._Utils(Profile).runctx(statement, globals, locals, filename, sort)


class Profile(_profile.Profile):
    """A profiler that can be switched on and off, and used in a with statement."""

    def __init__(self, timer=None, timeunit=0.0, subcalls=True, builtins=True):
        super().__init__(timer)
        self._builtins = builtins

    def enable(self, subcalls=True, builtins=True):
        """Start collecting."""
        self._builtins = builtins
        self.set_cmd("profiler")
        sys.setprofile(self.dispatcher)

    def disable(self):
        """Stop collecting."""
        sys.setprofile(None)

    def clear(self):
        """Forget what was collected."""
        self.timings = {}
        self.cur = None

    def create_stats(self):
        self.disable()
        super().create_stats()

    def __enter__(self):
        self.enable()
        return self

    def __exit__(self, *exc_info):
        self.disable()


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
        namespace = {
            "__spec__": spec, "__file__": spec.origin, "__name__": spec.name,
            "__package__": None, "__cached__": None,
        }
    try:
        runctx(statement, namespace, None, options.outfile, options.sort)
    except BrokenPipeError as exc:
        # Whoever read the output has gone; nothing is left to say.
        sys.stdout = None
        sys.exit(exc.errno)
    return parser


if __name__ == "__main__":
    main()
