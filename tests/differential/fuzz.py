#!/usr/bin/env python3
"""A differential fuzzer: small programs over the built-in types, run by Taipan and by CPython 3.14.

    python3 tests/differential/fuzz.py --python target/release/taipan --oracle python3.14 --seconds 1800
    python3 tests/differential/fuzz.py --python ... --oracle ... --seed 17          one program again
    python3 tests/differential/fuzz.py --print --seed 17                            its text

A program is a list of steps made from its seed alone. Each step evaluates one expression or one in-place statement and
prints a line: the result's type and value, or the exception's type and message. Where the lines of the two differ, the
seed, the step and both lines are printed. Seeds count up from `--first`, so a run is repeated by its first seed.
"""
import argparse
import concurrent.futures
import os
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time

import corners
import modules
import protocols
import structure
import wider

STEPS = 150

PRELUDE = wider.IMPORTS + '''\
import sys, types
def show(v, depth=0):
    t = type(v)
    name = t.__name__
    if depth > 4:
        return "..."
    if t in (set, frozenset):
        return name + "{" + ", ".join(sorted(show(x, depth + 1) for x in v)) + "}"
    if t in (list, tuple):
        return name + "[" + ", ".join(show(x, depth + 1) for x in v) + "]"
    if t is dict:
        return "{" + ", ".join(show(k, depth + 1) + ": " + show(x, depth + 1) for k, x in v.items()) + "}"
    if t is memoryview:
        return f"memoryview({v.tobytes()!r}, {v.format!r}, {v.shape})"
    if (name.endswith(("iterator", "_keys", "_values", "_items")) or t in (zip, map, filter, enumerate, reversed)
            or t.__module__ == "itertools" and hasattr(t, "__next__")):
        out = []
        for x in v:
            out.append(show(x, depth + 1))
            if len(out) > 30:
                break
        return name + "<" + ", ".join(out) + ">"
    if isinstance(v, (types.BuiltinFunctionType, types.MethodWrapperType)):
        return name + " " + v.__name__
    text = repr(v)
    if " at 0x" in text:
        return "object " + name
    return name + " " + (text if len(text) < 400 else text[:200] + f"...{len(text)}")
class E(str): pass
class I(int): pass
class F(float): pass
class L(list): pass
class T(tuple): pass
class D(dict): pass
def step(n, f):
    try:
        r = show(f())
    except BaseException as e:
        r = f"raises {type(e).__name__}: {e}"
    print(n, r.encode("ascii", "backslashreplace").decode())
'''

INTS = ["0", "1", "-1", "2", "3", "-5", "7", "10", "16", "36", "255", "-256", "True", "False", "I(4)"]
BIG = ["2**31", "-2**31", "2**62", "2**62-1", "-2**62", "2**63", "2**64", "-2**63-1", "10**20", "-10**30", "3**100"]
FLOATS = ["0.0", "-0.0", "1.0", "-1.5", "0.1", "1e16", "1e-7", "123456789.123", "1e300", "5e-324", "float('inf')",
          "float('nan')", "-float('inf')", "2.5", "F(0.5)"]
COMPLEX = ["0j", "1+2j", "-1.5-0j", "complex('nan')", "complex(1e200, -1e200)"]
STRS = ["''", "'a'", "'abc'", "'Hello World'", "' \\t x\\n'", "'ß'", "'ǆ'", "'İ'", "'日本語'", "'a\\x00b'", "'\\ud800'", "'𝒳y'",
        "'1'", "'-12'", "'0x1f'", "'1_000'", "'ab,cd,,e'", "'aXbXc'", "'%s %d'", "'{} {0}'", "'{0!r:>5}'", "'z' * 40", "E('sub')",
        "'éa'", "'e\\u0301'", "'٣'", "'½'"]
BYTES = ["b''", "b'a'", "b'abc'", "b' x\\n'", "b'\\xff\\x00'", "b'12'", "b'a,b,,c'", "bytearray(b'abc')", "bytearray()",
         "memoryview(b'abcd')", "bytes(range(10))"]
LISTS = ["[]", "[1]", "[3, 1, 2]", "['b', 'a']", "[1, 'x']", "[[1], [2, 3]]", "[None]", "list(range(12))", "L([1, 2])"]
TUPLES = ["()", "(1,)", "(1, 2)", "('a', 1)", "((1, 2), (3,))", "('abc', 'ab')", "T((1, 2))"]
SETS = ["set()", "{1, 2, 3}", "{'a', 1}", "frozenset([1, 5])", "frozenset()", "{(1, 2), None}"]
DICTS = ["{}", "{1: 2}", "{'a': 1, 'b': [2]}", "{(1,): None}", "D(x=1)", "dict(a=1)", "{1: 'x', 2.5: 'y', 'z': 0}"]
OTHERS = ["None", "...", "NotImplemented", "range(5)", "range(10, 0, -3)", "range(0)", "slice(1, None, 2)", "slice(None)",
          "int", "str", "len", "object", "type", "(lambda x: x)", "iter([1, 2])", "ValueError('v')", "str.upper", "dict[int, str]",
          "int | None"]
KINDS = [INTS, INTS, BIG, FLOATS, COMPLEX, STRS, STRS, BYTES, LISTS, TUPLES, SETS, DICTS, OTHERS]
SMALL = ["0", "1", "-1", "2", "3", "5", "True", "-2"]
BINARY = ["+", "-", "/", "//", "%", "&", "|", "^", "@", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "is"]
FUNCTIONS = ["len", "repr", "str", "ascii", "bool", "int", "float", "complex", "list", "tuple", "sorted", "sum", "min", "max", "abs",
             "round", "bin", "oct", "hex", "ord", "chr", "reversed", "enumerate", "any", "all", "iter", "bytes", "bytearray",
             "callable", "divmod", "frozenset", "dict", "type", "isinstance", "issubclass", "zip", "map", "filter", "slice",
             "range", "format", "next", "memoryview", "pow", "hash", "getattr", "hasattr", "set", "vars", "dir"]
FORMATS = ["", "5", "<8", ">8", "^9", "*^9", "+", " ", "05d", "x", "#x", "b", "#o", "c", "n", ".2f", "10.3e", "g", ".3g", "%",
           ",", "_", "_x", ",.2f", "s", ".2", "10s", "=+8", "#.3g", "z.1f", "!", "d", "010", "<010", ".0f", "#_b", "E", "G", ".400f"]
PERCENT = ["%s", "%r", "%d", "%5d", "%-5d|", "%05d", "%x", "%#o", "%e", "%.3f", "%g", "%c", "%%", "%(a)s", "%s %s", "%*d", "%i", "%+d",
           "%a", "%.2s", "%5.1f", "%X", "%#x", "% d", "%u", "%y", "%"]
METHODS = {
    "int": ["bit_length", "bit_count", "conjugate", "as_integer_ratio", "to_bytes", "from_bytes", "is_integer", "__add__", "__pow__",
            "__floordiv__", "__round__", "__format__", "__rsub__", "real", "imag", "numerator", "__index__", "__divmod__"],
    "float": ["hex", "fromhex", "is_integer", "as_integer_ratio", "conjugate", "__round__", "__floor__", "__ceil__", "__trunc__",
              "__mod__", "__rdivmod__", "from_number"],
    "complex": ["conjugate", "real", "imag", "__add__", "__format__"],
    "str": [m for m in dir(str) if not m.startswith("__")] + ["__mod__", "__getitem__", "__contains__", "__format__", "__rmod__"],
    "bytes": [m for m in dir(bytes) if not m.startswith("__")] + ["__getitem__", "__mod__", "__contains__"],
    "bytearray": [m for m in dir(bytearray) if not m.startswith("__")] + ["__setitem__", "__iadd__"],
    "list": [m for m in dir(list) if not m.startswith("__")] + ["__getitem__", "__setitem__", "__delitem__", "__iadd__", "__reversed__"],
    "tuple": ["count", "index", "__getitem__", "__add__", "__contains__"],
    "set": [m for m in dir(set) if not m.startswith("__") and m != "pop"] + ["__iand__", "__rsub__"],
    "frozenset": [m for m in dir(frozenset) if not m.startswith("__")],
    "dict": [m for m in dir(dict) if not m.startswith("__")] + ["__getitem__", "__or__", "__ior__", "__contains__", "__reversed__"],
    "range": ["count", "index", "start", "__getitem__", "__contains__", "__reversed__"],
    "memoryview": ["tobytes", "tolist", "cast", "toreadonly", "hex", "release", "nbytes", "strides", "__getitem__", "index", "count"],
    "slice": ["indices", "start", "__eq__"],
}
OWNERS = {"int": INTS + BIG, "float": FLOATS, "complex": COMPLEX, "str": STRS, "bytes": BYTES[:7], "bytearray": BYTES[7:9],
          "list": LISTS, "tuple": TUPLES, "set": SETS[:3], "frozenset": SETS[3:5], "dict": DICTS, "range": OTHERS[3:6],
          "memoryview": ["memoryview(b'abcd')", "memoryview(bytearray(8))"], "slice": OTHERS[6:8]}
PADDING = re.compile(r"\b(center|ljust|rjust|zfill|expandtabs)\(|%\*")
KEYWORDS = ["key=len", "reverse=True", "sep=','", "maxsplit=1", "default=0", "start=2", "strict=True", "byteorder='little'", "signed=True",
            "base=16", "encoding='ascii'", "errors='ignore'", "keepends=True", "length=3", "x=1"]


def value(rng):
    return rng.choice(rng.choice(KINDS))


def index(rng):
    part = lambda: rng.choice(["", "", "0", "1", "2", "-1", "-3", "5", "100", "None", "True", "2**65"])
    if rng.random() < 0.5:
        return rng.choice(["0", "1", "-1", "5", "-9", "'a'", "1.0", "None", "True", "2**70", "(1, 2)", "..."])
    step = rng.random() < 0.5
    return f"{part()}:{part()}" + (f":{part()}" if step else "")


def argument(rng):
    return value(rng) if rng.random() < 0.75 else rng.choice(SMALL)


def arguments(rng, most):
    given = [argument(rng) for _ in range(rng.choice([0, 1, 1, 1, 2, 2, 3][: most + 4]))]
    if rng.random() < 0.12:
        given.append(rng.choice(KEYWORDS))
    return ", ".join(given)


def expression(rng):
    kind = rng.randrange(16)
    if kind < 4:
        left, operator, right = value(rng), rng.choice(BINARY), value(rng)
        # Numbers that are equal may be the same here.
        return f"({left}) {'==' if operator == 'is' and left in BIG + FLOATS else operator} ({right})"
    if kind == 4:
        # Powers, shifts and repetitions stay small.
        return f"({value(rng)}) {rng.choice(['**', '<<', '>>', '*'])} ({rng.choice(SMALL)})"
    if kind == 5:
        return f"({rng.choice(INTS + FLOATS + COMPLEX)}) {rng.choice(['*', '**', '//', '%', '/'])} ({rng.choice(INTS[:8] + FLOATS)})"
    if kind == 6:
        return f"{rng.choice(['-', '+', '~', 'not '])}({value(rng)})"
    if kind == 7:
        return f"({value(rng)})[{index(rng)}]"
    if kind == 8:
        name = rng.choice(FUNCTIONS)
        if name == "hash":
            return f"hash({rng.choice(INTS + BIG + FLOATS[:10] + COMPLEX[:3] + ['(1, 2.5)', '[]', 'frozenset([1, 2])', 'range(3)', '{}'])})"
        if name in ("range", "bytes", "bytearray", "pow"):
            return f"{name}({', '.join(rng.choice(INTS + FLOATS + STRS[:6]) for _ in range(rng.randint(0, 3)))})"
        if name in ("dir", "vars"):
            return f"len({name}({value(rng)})) > 3"
        return f"{name}({arguments(rng, 3)})"
    if kind == 9:
        return f"format({value(rng)}, {rng.choice(FORMATS)!r})"
    if kind == 10:
        right = value(rng) if rng.random() < 0.5 else f"({value(rng)}, {value(rng)})"
        left = rng.choice(PERCENT)
        return f"{'b' if rng.random() < 0.15 else ''}{left!r} % {right}"
    if kind == 11:
        return "f'{(" + value(rng) + ")" + rng.choice(["", "!r", "!s", "!a"]) + ":" + rng.choice(FORMATS) + "}'"
    owner = rng.choice(list(METHODS))
    name = rng.choice(METHODS[owner])
    return f"({rng.choice(OWNERS[owner])}).{name}({arguments(rng, 3)})"


def statement(rng):
    """An in-place operation or a deletion, as a function's body."""
    start = value(rng)
    kind = rng.randrange(4)
    if kind == 0:
        op = rng.choice(["+=", "-=", "|=", "&=", "^=", "//=", "%="])
        return f"x = {start}; y = x; x {op} {value(rng)}; return x, y"
    if kind == 1:
        return f"x = {start}; x[{index(rng)}] = {value(rng)}; return x"
    if kind == 2:
        return f"x = {start}; del x[{index(rng)}]; return x"
    owner = rng.choice(["list", "dict", "set", "bytearray"])
    names = [n for n in METHODS[owner] if n not in ("pop", "popitem") or owner in ("list", "dict")]
    return f"x = {rng.choice(OWNERS[owner])}; r = x.{rng.choice(names)}({arguments(rng, 3)}); return r, x"


def bounded(step):
    """Without paddings that take gigabytes."""
    return step.replace("2**31", "2**62") if PADDING.search(step) else step


def program(seed, only=""):
    """The program of a seed; `only`: of steps of this kind alone."""
    rng = random.Random(seed)
    lines = [PRELUDE]
    bodies = wider.BODIES + structure.BODIES + corners.BODIES + protocols.BODIES + modules.BODIES
    expressions = wider.EXPRESSIONS + corners.EXPRESSIONS
    if only:
        bodies, expressions = ([f for f in kinds if only in f.__name__] for kinds in (bodies, expressions))
    for n in range(STEPS):
        if only or rng.random() < 0.5:
            if bodies if only else rng.random() < 0.5:
                lines.append(f"def f():\n    {rng.choice(bodies)(rng, value)}\nstep({n}, f)")
            else:
                lines.append(f"step({n}, lambda: ({rng.choice(expressions)(rng, value)}))")
        elif rng.random() < 0.2:
            lines.append(f"def f():\n    {statement(rng)}\nstep({n}, f)")
        else:
            lines.append(f"step({n}, lambda: {expression(rng)})")
    return "\n".join(map(bounded, lines)) + "\n"


def limit():
    """What does not end is ended, also when nobody waits for it any more."""
    resource.setrlimit(resource.RLIMIT_CPU, (40, 40))


def run(command, path):
    env = dict(os.environ, PYTHONHASHSEED="0", PYTHONWARNINGS="ignore", PYTHON_COLORS="0")
    try:
        done = subprocess.run([command, path], capture_output=True, env=env, timeout=60, stdin=subprocess.DEVNULL, preexec_fn=limit)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode == -signal.SIGKILL or done.returncode == -signal.SIGXCPU:
        return None
    text = re.sub(r"0x[0-9a-f]{6,}", "0x...", done.stdout.decode("utf-8", "replace"))
    lines = text.splitlines()
    if done.returncode:
        lines.append(f"exit code {done.returncode}: {done.stderr.decode('utf-8', 'replace')[-300:]}")
    return lines


def compare(options, seed):
    text = program(seed, options.only)
    with tempfile.NamedTemporaryFile("w", suffix=".py", encoding="utf-8", errors="surrogatepass") as file:
        file.write(text)
        file.flush()
        here, there = run(options.python, file.name), run(options.oracle, file.name)
    if here == there or there is None:
        # What CPython does not end can't be compared.
        return []
    if here is None:
        return [f"seed {seed}: does not end within 60 s"]
    steps = {m[1]: m[0] for m in re.finditer(r"(?:def f\(\):\n(?:    .*\n)*)?step\((\d+), .*", text)}
    number = lambda line: line.split(" ", 1)[0]
    ours, theirs = ({number(line): line for line in lines} for lines in (here, there))
    found = []
    for n in dict.fromkeys([*theirs, *ours]):
        if ours.get(n) != theirs.get(n):
            found.append(f"seed {seed}: {steps.get(n, '')}\n    - {theirs.get(n)}\n    + {ours.get(n)}")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", help="the interpreter under test")
    parser.add_argument("--oracle", default="python3.14", help="CPython 3.14")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--seed", type=int, help="only this one")
    parser.add_argument("--only", default="", help="only steps of a kind, as `positions` (see the functions `from_...`)")
    parser.add_argument("--print", action="store_true", help="print the program of --seed")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    if options.print:
        sys.stdout.buffer.write(program(options.seed, options.only).encode("utf-8", "surrogatepass"))
        return 0
    seeds = [options.seed] if options.seed is not None else None
    end, seed, n_found = time.monotonic() + options.seconds, options.first, 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        while seeds or (seeds is None and time.monotonic() < end):
            batch = seeds if seeds is not None else range(seed, seed + 4 * options.jobs)
            for found in pool.map(lambda s: compare(options, s), batch):
                for text in found:
                    print(text, flush=True)
                n_found += len(found)
            seed, seeds = seed + 4 * options.jobs, [] if seeds is not None else None
    print(f"{seed - options.first if options.seed is None else 1} programs of {STEPS} steps from seed "
          f"{options.first if options.seed is None else options.seed} on: {n_found} differences")
    return 1 if n_found else 0


if __name__ == "__main__":
    sys.exit(main())
