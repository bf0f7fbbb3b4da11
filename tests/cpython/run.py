"""Runs files of CPython 3.14's own test suite and compares what fails with `known_failures.txt`.

    taipan tests/cpython/run.py --tests /usr/lib/python3.14 [--sample] [--write] [-j N] [test_dict ...]

`--tests` names the folder that holds CPython's `test` package (Debian's libpython3.14-testsuite; `tests/cpython/fetch.sh`
brings it). `files.txt` lists the files; those marked with `*` are the sample that CI runs. Each file runs under `unittest` in
a process of its own, by the interpreter that runs this program unless `--python` names another.

A line of `known_failures.txt` is a test that does not pass here, `test_x.Class.test_method`; or `test_x` alone, for a file
that does not run to its end. What stands behind a `#` on it says why it is not expected to: such a test looks at how CPython
itself is made. A failure that is not listed is an error, and so is a listed test that passes.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
FAILED = re.compile(r"^(?:FAIL|ERROR|UNEXPECTED SUCCESS): (\S+) \(([^\s()]+)\)", re.M)
RAN = re.compile(r"^Ran (\d+) tests? in", re.M)

# Stands in for CPython's C test modules where a file cannot be imported without: what is taken from it skips the test.
STUB = '''\
import unittest
class Absent:
    def __init__(self, name): self._name = name
    def __call__(self, *args, **kwargs): raise unittest.SkipTest(f"needs {self._name}")
    def __getattr__(self, name):
        if name.startswith("__"): raise AttributeError(name)
        return Absent(f"{self._name}.{name}")
    def __mro_entries__(self, bases): return ()
def __getattr__(name):
    if name.startswith("__"): raise AttributeError(name)
    if name in ("get_c_recursion_remaining", "get_recursion_depth"): raise ImportError(name)
    return Absent(f"{__name__}.{name}")
'''
# `python -m unittest`, but that what a test that failed has left is collected before the next one begins: it failed, often,
# because an object did not die at once, and that object's finaliser would change another test's outcome.
RUNNER = '''\
import gc
import unittest
class Result(unittest.TextTestResult):
    def addFailure(self, test, err):
        super().addFailure(test, err)
        gc.collect()
if __name__ == "__main__":
    unittest.main(module=None, testRunner=unittest.TextTestRunner(resultclass=Result))
'''
STUBBED = {
    "test_bytes": ["_testcapi", "_testinternalcapi", "_testlimitedcapi"],
    "test_class": ["_testinternalcapi"],
    "test_traceback": ["_testcapi"],
    "test_type_cache": ["_testcapi", "_testinternalcapi", "_testlimitedcapi"],
}


def read_files(sample):
    lines = (HERE / "files.txt").read_text().splitlines()
    names = [line.split() for line in lines if line.strip() and not line.startswith("#")]
    return [name[0] for name in names if not sample or name[1:] == ["*"]]


def read_known():
    known = {}
    for line in (HERE / "known_failures.txt").read_text().splitlines():
        name, _, reason = line.partition("#")
        if name.strip():
            known[name.strip()] = reason.strip()
    return known


def run_file(options, tree, name):
    """The tests of one file that fail (or the file's name, if it does not end well), and how many ran."""
    with tempfile.TemporaryDirectory() as scratch:
        stubs = pathlib.Path(scratch, "stubs")
        stubs.mkdir()
        for module in STUBBED.get(name, ()):
            (stubs / f"{module}.py").write_text(STUB)
        (stubs / "run_unittest.py").write_text(RUNNER)
        cwd = pathlib.Path(scratch, "cwd")
        cwd.mkdir()
        env = dict(os.environ, PYTHONPATH=os.pathsep.join([str(stubs), tree]), LANG="C.UTF-8", TERM="dumb", TMPDIR=str(cwd))
        command = [options.python, "-m", "run_unittest", f"test.{name}"]
        try:
            done = subprocess.run(
                command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=options.timeout
            )
        except subprocess.TimeoutExpired:
            return {name}, 0
        text = done.stderr.decode("utf-8", "replace")
        ran = RAN.search(text)
        if done.returncode < 0 or not ran or "ERROR: " + name.rpartition(".")[2] + " (unittest.loader" in text:
            return {name}, 0
        # `FAIL: test_x (test.test_a.Class.test_x)`, and `ERROR: setUpClass (test.test_a.Class)`.
        return {match[2].removeprefix("test.") for match in FAILED.finditer(text)}, int(ran[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--tests", required=True, help="the folder that holds CPython's `test`")
    parser.add_argument("--sample", action="store_true", help="only the files marked in files.txt")
    parser.add_argument("--write", action="store_true", help="write known_failures.txt anew for the files that run")
    parser.add_argument("--timeout", type=float, default=180, help="seconds a file")
    parser.add_argument("-j", type=int, default=os.cpu_count())
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    options.python = os.path.abspath(options.python) if os.sep in options.python else options.python
    names = options.names or read_files(options.sample)
    known = read_known()
    results, n_ran = {}, 0
    with tempfile.TemporaryDirectory() as tree:
        # The interpreter must see CPython's tests, not the rest of CPython's library.
        shutil.copytree(pathlib.Path(options.tests, "test"), pathlib.Path(tree, "test"), symlinks=True)
        with concurrent.futures.ThreadPoolExecutor(options.j) as pool:
            outcomes = pool.map(lambda name: run_file(options, tree, name), names)
            for name, (failed, ran) in zip(names, outcomes):
                results[name] = failed
                n_ran += ran
                print(f"{name:32} {ran:5} ran, {len(failed):3} not right", flush=True)
    of = lambda test: next((name for name in names if test == name or test.startswith(name + ".")), None)
    failed = set().union(*results.values())
    if options.write:
        kept = {test: reason for test, reason in known.items() if of(test) is None}
        kept.update((test, known.get(test, "")) for test in failed)
        lines = [f"{test}  # {reason}" if reason else test for test, reason in sorted(kept.items())]
        (HERE / "known_failures.txt").write_text("\n".join(lines) + "\n")
    new = sorted(failed - known.keys())
    gone = sorted(test for test in known if of(test) and test not in failed)
    for test in new:
        print("fails, and is not listed:", test)
    for test in gone:
        print("is listed, and passes:", test)
    print(f"{n_ran} tests of {len(names)} files ran; {len(failed)} are not right, of which {len(failed & known.keys())} are known")
    return 0 if options.write or not (new or gone) else 1


if __name__ == "__main__":
    sys.exit(main())
