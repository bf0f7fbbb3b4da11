"""What the fuzzer's programs are made of beside operators and methods of the built-in types: the native modules, functions
called with arguments of all sorts, special methods that return anything, generators, exceptions, `match`, conversions.

Left out: addresses (`array.buffer_info`).

Each function makes the text of one step from a random generator: an expression, or a body of statements that returns.
"""

IMPORTS = """\
import array, cmath, collections, datetime, fractions, functools, itertools, json, math, operator, re, string, struct
import textwrap, unicodedata, binascii, bisect, heapq, contextlib, enum, dataclasses, typing, copy, statistics, decimal
"""

MATH = [n for n in """acos acosh asin asinh atan atan2 atanh cbrt ceil comb copysign cos cosh degrees dist erf erfc exp exp2 expm1
fabs factorial floor fma fmod frexp fsum gamma gcd hypot isclose isfinite isinf isnan isqrt lcm ldexp lgamma log log10 log1p log2
modf nextafter perm pow prod radians remainder sin sinh sqrt sumprod tan tanh trunc ulp""".split()]
# What the C library rounds in its own way is compared in a few digits.
INEXACT = set("acos acosh asin asinh atan atan2 atanh cbrt cos cosh erf erfc exp exp2 expm1 gamma lgamma log log10 log1p log2 pow sin sinh "
              "tan tanh hypot dist".split())
CMATH = "acos acosh asin atan cos exp isclose isfinite isinf isnan log log10 phase polar rect sin sqrt tan".split()
OPERATOR = """abs add and_ attrgetter call concat contains countOf delitem eq floordiv ge getitem gt iadd iand iconcat ifloordiv imod index indexOf inv invert ior is_ is_not is_none is_not_none isub itemgetter itruediv ixor le length_hint lt matmul methodcaller
mod ne neg not_ or_ pos setitem sub truediv truth xor""".split()
ITERTOOLS = """accumulate batched chain chain.from_iterable combinations combinations_with_replacement compress count cycle dropwhile
filterfalse groupby islice pairwise permutations product repeat starmap takewhile tee zip_longest""".split()
SMALL_ITERABLES = ["[]", "[1, 2, 3]", "'abc'", "(3, 1)", "range(4)", "{1: 2}", "iter([1, 2])", "[(1, 2), (3, 4)]", "[[1], [2]]", "b'ab'", "[0, 1, 0]",
                   "[1.5, 2]", "'aab'", "[None, 1]"]
CALLABLES = ["len", "str", "operator.add", "None", "max", "bool", "(lambda *a: a)", "(lambda x: x > 1)", "int", "divmod", "pow", "1"]
FORMATS = ["b", "B", "h", "<H", ">i", "I", "q", "<Q", "f", "d", ">e", "?", "c", "3s", "5p", "x", "2h", "<bhi", "@bhi", "n", "P", "", "z", "3", "!H2sB",
           "0s", "i b", "=l", "s", "99999999999999999999b"]
CODES = ["b", "B", "h", "H", "i", "I", "l", "L", "q", "Q", "f", "d", "u", "w", "x"]
PATTERNS = ["a", "a*", "(a)(b)?", "[a-c]+", "(?P<n>.)x", "^$", "\\d+", "\\w+", "(?i)HELLO", "a|b", ".", "(?=a)", "(a+)+b", "[^a]", "\\b", "(", "*", "(?P<n>",
            "x{2,1}", "a{2}", "\\Z", "\\s", "(?:a)", "(.)\\1", "[", "(?<=a)b", "\\N{DIGIT ONE}", "ß", "(?a:\\w)", "a++", "(?>a*)"]
TEXTS = ["'abc'", "'aab ab'", "''", "'Hello World'", "'x1 y22'", "'\\n'", "'éß'", "'aaaa'", "b'abc'", "'xx'", "None", "3", "'日本'"]
EXCEPTIONS = ["ValueError", "KeyError", "OSError", "StopIteration", "SystemExit", "UnicodeDecodeError", "UnicodeEncodeError", "SyntaxError", "ImportError",
              "AttributeError", "NameError", "ExceptionGroup", "BaseExceptionGroup", "BlockingIOError", "UnicodeTranslateError", "Exception",
              "ModuleNotFoundError", "IndentationError", "FileNotFoundError", "AssertionError"]
EXCEPTION_ARGS = ["'x'", "1", "2", "'utf-8'", "b'ab'", "0", "'reason'", "None", "[ValueError(1)]", "('f', 1, 2, 'text')", "'file'", "-1", "[]", "(1,)",
                  "[KeyboardInterrupt()]", "name='n'", "obj=3", "path='p'", "x=1"]
SPECIALS = {
    "__len__": ["len(x)", "bool(x)", "list(x)", "x[-1]"], "__bool__": ["bool(x)", "not x", "x and 1"], "__str__": ["str(x)", "f'{x}'", "'%s' % x"],
    "__repr__": ["repr(x)", "f'{x!r}'", "ascii(x)", "[x]"], "__hash__": ["hash(x)", "{x: 1}"], "__index__": ["[1, 2, 3][x]", "hex(x)", "int(x)", "range(x)",
    "'a' * x", "bytes(x)", "float(x)", "operator.index(x)", "math.factorial(x)", "chr(x)", "complex(x)"], "__int__": ["int(x)", "'%d' % x"],
    "__float__": ["float(x)", "math.sqrt(x)", "complex(x)", "'%f' % x"], "__complex__": ["complex(x)", "cmath.sqrt(x)"],
    "__iter__": ["iter(x)", "list(x)", "[*x]", "a, b = x", "dict(x)", "1 in x", "sum(x)"], "__next__": ["next(x)", "next(x, 0)"],
    "__contains__": ["1 in x", "1 not in x"], "__getitem__": ["x[1]", "list(itertools.islice(x, 3))", "x['a']", "x[1:2]"],
    "__setitem__": ["operator.setitem(x, 1, 2)"], "__delitem__": ["operator.delitem(x, 1)"], "__call__": ["x()", "x(1, a=2)", "list(map(x, [1]))"],
    "__eq__": ["x == 1", "x != 1", "1 == x", "x in [1]", "[1].count(x)"], "__lt__": ["x < 1", "1 > x", "sorted([x, x])", "min(x, 1)"],
    "__add__": ["x + 1", "1 + x", "sum([x])", "operator.iadd(x, 2)"], "__radd__": ["1 + x", "x + 1", "'a' + x", "[] + x"], "__mul__": ["x * 2", "2 * x"],
    "__neg__": ["-x"], "__abs__": ["abs(x)"], "__invert__": ["~x"], "__round__": ["round(x)", "round(x, 1)"], "__divmod__": ["divmod(x, 2)"],
    "__pow__": ["x ** 2", "pow(x, 2, 3)"], "__enter__": ["contextlib.ExitStack().enter_context(x)"], "__format__": ["format(x)", "f'{x:a}'", "'{:b}'.format(x)"],
    "__bytes__": ["bytes(x)", "b'%s' % x", "b'%b' % x"], "__reversed__": ["reversed(x)", "list(reversed(x))"], "__length_hint__": ["operator.length_hint(x)",
    "operator.length_hint(x, 4)"], "__getattr__": ["x.foo", "getattr(x, 'bar', 1)", "hasattr(x, 'y')"], "__getattribute__": ["x.foo", "x.__class__"],
    "__dir__": ["dir(x)"], "__class_getitem__": ["type(x)[int]"], "__fspath__": ["open(x)", "__import__('os').fspath(x)"],
    "__trunc__": ["math.trunc(x)", "int(x)"], "__floor__": ["math.floor(x)"], "__ceil__": ["math.ceil(x)"], "__sizeof__": ["x.__sizeof__()"],
    "__instancecheck__": ["isinstance(1, x)"], "__missing__": ["x[1]"], "__iadd__": ["operator.iadd(x, 1)"], "__matmul__": ["x @ 1", "1 @ x"],
    "__and__": ["x & 1", "1 & x"], "__rsub__": ["1 - x", "x - 1"], "__copy__": ["copy.copy(x)"], "__set_name__": ["type('C', (), {'a': x})"],
    "__get__": ["type('C', (), {'a': x})().a", "type('C', (), {'a': x}).a"], "__init__": ["type(x)()", "type(x)(1)"], "__del__": ["1"],
}
RETURNS = ["None", "1", "-1", "'s'", "2.5", "[]", "True", "NotImplemented", "b'b'", "(1, 2)", "iter([1])", "2**70", "1j", "I(4)", "E('e')", "F(0.5)", "self", "0",
           "object", "1/0", "[1, 2]", "T((1,))"]
PARAMETERS = ["a", "a, b", "a, b=1", "*a", "**k", "a, /", "a, /, b", "*, a", "*, a=1", "a, *b, c", "a=1, /, b=2, *, c=3", "a, **k", "", "a, b, c", "*a, **k", "a, b, *, c, d"]
CALLS = ["1", "1, 2", "", "a=1", "1, a=2", "1, b=2", "b=1", "*[1, 2]", "**{'a': 1}", "1, *[2, 3]", "1, c=3", "a=1, b=2", "**{'a': 1, 'c': 2}", "1, 2, 3", "x=1",
         "1, 2, c=3, d=4", "*5", "**5", "**{1: 2}", "1, **{'a': 2}", "a=1, **{'a': 2}", "*'ab', *[1]", "*None", "aa=1"]
PATTERN_CASES = ["1", "'a'", "[a, b]", "[a, *b]", "{'a': x}", "{**r}", "int()", "int(n)", "str(s)", "(1 | 2) as n", "None", "True", "[]", "[1, _]", "float(x)",
                 "{'x': 1, **r}", "-1", "1+2j", "D(x=1)", "list([a])", "P(a, b)", "P(x=1)", "b'a'", "tuple((a, b))", "bool(b)", "datetime.date(year=y)", "dict(k)"]
STRING_CALLS = ["''.join(sorted(set({0})))", "{0}.casefold()", "{0}.title()", "{0}.swapcase()", "{0}.capitalize()", "{0}.isidentifier()", "{0}.isprintable()",
                "{0}.encode('utf-16-le')", "{0}.encode('ascii', 'xmlcharrefreplace')", "{0}.encode('latin-1', 'backslashreplace')", "{0}.encode('punycode')",
                "{0}.encode('utf-7')", "{0}.encode('idna')", "{0}.encode('unicode_escape')", "{0}.encode('ascii', 'namereplace')", "{0}.splitlines()", "{0}.split()",
                "repr({0})", "ascii({0})", "[unicodedata.category(c) for c in {0}]", "unicodedata.normalize('NFKD', {0})", "unicodedata.normalize('NFC', {0})",
                "[unicodedata.name(c, None) for c in {0}]", "{0}.isalnum(), {0}.isalpha(), {0}.isdecimal(), {0}.isdigit(), {0}.isnumeric(), {0}.isspace()",
                "{0}.istitle(), {0}.isupper(), {0}.islower()", "{0}.center(9, {1})", "{0}.find({1}), {0}.rfind({1}), {0}.count({1})", "{0}.partition({1})",
                "{0}.rpartition({1})", "{0}.replace({1}, 'X', 2)", "{0}.strip({1})", "{0}.split({1}, 1)", "{0} < {1}", "{0}.upper() == {1}.upper()", "int({0})",
                "float({0})", "complex({0})", "{0}.translate({{ord(c): None for c in {1}}})", "re.split({1}, {0})", "re.findall('\\\\w', {0})",
                "textwrap.wrap({0}, 3)", "json.dumps({0})", "string.Template({0}).safe_substitute(a=1)", "{0}.format({1})", "{0}.format_map({{'a': 1}})", "eval(repr({0})) == {0}"]
CHARS = ["a", "Z", "0", " ", "_", "\\n", "\\t", "\\x00", "\\x1c", "\\x85", "ß", "é", "e\\u0301", "İ", "ı", "ŉ", "ǰ", "ΐ", "Σ", "ς", "ﬁ", "Å", "\\u212b", "²", "½", "٣",
         "\\u2028", "\\u200d", "日", "𝒳", "\\U0001f600", "\\ud800", "\\udcff", "\\xa0", "\\xad", "ᾳ", "ᾼ", "ǆ", "ǅ", "{", "}", "$a", "%", "'", '\\"', "\\\\", "ß", "Ⅷ", "ⓐ", "가"]
DIGITS = ["0", "1", "9", "42", "123456789", "_", "-", "+", " ", "0x", "0b", "0o", "f", "z", "e5", "e-7", ".", "٣", "inf", "nan", "00", "L", "j", "\\n", "9" * 40]
INSTANCES = ["collections.deque([1, 2, 3], 3)", "collections.deque()", "collections.Counter('aab')", "collections.OrderedDict(a=1, b=2)",
             "collections.defaultdict(list, a=[1])", "collections.ChainMap({1: 2}, {1: 3})", "array.array('i', [1, 2, 3])", "array.array('d', [1.5])",
             "fractions.Fraction(3, 4)", "functools.partial(int, base=2)", "operator.itemgetter(1)", "types.SimpleNamespace(a=1)",
             "types.MappingProxyType({1: 2})", "re.compile('(a)(b)?')", "re.match('(a)(?P<n>b)?', 'ab')", "struct.Struct('<hb')", "itertools.count(1, 2)",
             "property(len)", "collections.namedtuple('P', 'x y')(1, 2)", "enum.Enum('C', 'A B').A", "range(3)", "memoryview(array.array('h', [1, 2]))"]


def pick(rng, pool, least, most):
    return ", ".join(rng.choice(pool) for _ in range(rng.randint(least, most)))


def from_math(rng, value):
    name = rng.choice(MATH)
    pool = ["0", "1", "-1", "2", "3", "0.5", "-0.0", "1e10", "1e308", "5e-324", "float('inf')", "float('nan')", "10**30", "True", "[1, 2]", "(3, 4)", "'a'", "20", "-2.5"]
    if name in ("factorial", "comb", "perm", "ldexp"):
        pool = ["0", "1", "5", "-1", "20", "2.0", "True", "'a'", "30"]
    call = f"math.{name}({pick(rng, pool, 0, 3) if rng.random() < 0.3 else pick(rng, pool, 1, 2)})"
    if rng.random() < 0.15:
        name = rng.choice(CMATH)
        pool = ["1j", "0", "1+2j", "float('inf')", "-1", "'a'", "complex('nan')"]
        return f"[f'{{p:.9g}}' for p in (cmath.{name}({pick(rng, pool, 1, 2)}),)]"
    return f"f'{{{call}:.12g}}'" if name in INEXACT else call


def from_operator(rng, value):
    return f"operator.{rng.choice(OPERATOR)}({', '.join(value(rng) for _ in range(rng.choice([0, 1, 1, 2, 2, 2, 3])))})"


def from_itertools(rng, value):
    pool = SMALL_ITERABLES + ["1", "2", "0", "-1", "None"] + CALLABLES[:7]
    end = rng.choice(["", "", "", ", strict=True", ", repeat=2", ", fillvalue=0", ", initial=1", ", step=2", ", key=len"])
    first = rng.choice([SMALL_ITERABLES, SMALL_ITERABLES, CALLABLES])
    rest = pick(rng, pool, 0, 2)
    return f"itertools.{rng.choice(ITERTOOLS)}({rng.choice(first)}{', ' if rest else ''}{rest}{end})"


def from_struct(rng, value):
    form = rng.choice(FORMATS)
    kind = rng.randrange(5)
    if kind == 0:
        return f"struct.calcsize({form!r})"
    if kind == 1:
        return f"struct.unpack({form!r}, bytes(range({rng.choice([0, 1, 2, 3, 4, 7, 8, 16])})))"
    if kind == 2:
        return f"struct.unpack_from({form!r}, bytes(range(16)), {rng.choice(['0', '1', '-1', '14', '99', 'None'])})"
    pool = ["0", "1", "-1", "255", "70000", "2**40", "2**70", "1.5", "'a'", "b'a'", "b'abcdef'", "None", "True", "float('inf')", "1e300"]
    return f"struct.pack({form!r}{''.join(', ' + rng.choice(pool) for _ in range(rng.randint(0, 3)))})"


def from_array(rng, value):
    pool = ["[]", "[1, 2]", "b'ab'", "'ab'", "[1.5]", "[300]", "[-1]", "[2**70]", "['a']", "range(3)", "(1,)", "None", "3", "array.array('b', [1])"]
    call = rng.choice(["append(1)", "extend([1])", "pop()", "pop(5)", "insert(1, 2)", "index(1)", "remove(9)", "tobytes()", "tolist()", "reverse()", "byteswap()",
                       "typecode", "itemsize", "count(1)", "frombytes(b'1234')", "fromlist([1, 'a'])", "__getitem__(0)", "__getitem__(slice(0, 1))",
                       "__add__([1])", "__mul__(2)", "__contains__(1)", "append('x')", "append(2**70)", "extend('ab')", "tounicode()", "fromunicode('ab')", "clear()"])
    return f"x = array.array({rng.choice(CODES)!r}, {rng.choice(pool)}); r = x.{call}; return r, x"


def from_re(rng, value):
    name = rng.choice(["match", "search", "fullmatch", "findall", "split", "sub", "finditer", "subn", "compile"])
    pattern, text = repr(rng.choice(PATTERNS)), rng.choice(TEXTS)
    pattern = pattern.replace("\\\\", "\\\\")
    if name in ("sub", "subn"):
        repl = rng.choice(["'x'", "'\\\\1'", "'\\\\g<n>'", "'\\\\g<0>'", "len", "lambda m: m[0] * 2", "'\\\\9'", "None", "b'x'", "'\\\\q'"])
        return f"re.{name}({pattern}, {repl}, {text}{rng.choice(['', ', 1', ', count=2'])})"
    if name == "compile":
        return f"re.compile({pattern}, {rng.choice(['0', 're.I', 're.X', 're.A', '3', 're.M | re.S', 'None'])})"
    if name == "finditer":
        return f"[m.span() for m in re.finditer({pattern}, {text})]"
    if name in ("match", "search", "fullmatch"):
        after = rng.choice(["", ".groups()", ".groupdict()", ".span(1)", ".group(0, 1)", ".group('n')", ".expand('<\\\\1>')", "[0]", ".lastindex", ".end()", ".regs"])
        return f"re.{name}({pattern}, {text}){after}"
    return f"re.{name}({pattern}, {text})"


def from_instances(rng, value):
    """Any method of an instance of a class of the library, with any arguments."""
    target = rng.choice(INSTANCES)
    return f"x = {target}; names = [n for n in dir(x) if n[0] != '_' and n != 'buffer_info']; r = getattr(x, names[{rng.randrange(60)} % len(names)]); " \
           f"r = r({', '.join(value(rng) for _ in range(rng.choice([0, 1, 1, 2])))}) if callable(r) else r; return r"


def from_functions(rng, value):
    return f"(lambda {rng.choice(PARAMETERS)}: sorted(map(str, locals().items())))({rng.choice(CALLS)})"


def from_specials(rng, value):
    name = rng.choice(list(SPECIALS))
    base = rng.choice(["", "", "", "(int)", "(str)", "(list)", "(dict)", "(tuple)", "(float)"])
    use = rng.choice(SPECIALS[name])
    made = f"class X{base}:\n        def {name}(self, *args): return {rng.choice(RETURNS)}\n    x = X()\n    "
    return made + ("a, b = x; return a" if "=" in use and use.startswith("a, b") else f"return {use}")


def from_match(rng, value):
    cases = "".join(f"\n        case {p}: return {i}, {{n: show(v, 3) for n, v in locals().items() if n not in ('P', 'subject')}}"
                    for i, p in enumerate(rng.sample(PATTERN_CASES, 4)))
    return f"P = collections.namedtuple('P', 'x y'); subject = {rng.choice([value(rng), 'P(1, 2)', '[1, 2]', chr(123) + repr('a') + ': 1' + chr(125)])}\n    match subject:{cases}\n    return 'none'"


def from_exceptions(rng, value):
    args = [rng.choice(EXCEPTION_ARGS[:15]) for _ in range(rng.randint(0, 5))] + rng.sample(EXCEPTION_ARGS[15:], rng.choice([0, 0, 0, 1, 2]))
    call = f"{rng.choice(EXCEPTIONS)}({', '.join(args)})"
    return f"e = {call}; return repr(e), str(e), e.args, {{n: getattr(e, n) for n in dir(e) if n[0] != '_' and not callable(getattr(e, n, len))}}"


def from_generators(rng, value):
    body = "".join(rng.choice([f"\n        r.append((yield {rng.choice(['1', 'r', 'None'])}))", "\n        yield from [7, 8]", "\n        yield from r[:]",
                               "\n        try: yield 2\n        except ValueError as e: r.append(repr(e))\n        finally: r.append('f')", "\n        return 9",
                               "\n        if len(r) > 2: raise KeyError(r[0])", "\n        yield from iter('ab')"]) for _ in range(rng.randint(1, 4)))
    steps = "".join(f"\n    try: r.append(g.{rng.choice(['send(None)', 'send(5)', 'throw(ValueError(1))', 'throw(ValueError)', 'close()', '__next__()', 'throw(1)', 'send()', 'throw(GeneratorExit)'])})"
                    f"\n    except BaseException as e: r.append((repr(e), repr(e.__context__), repr(e.__cause__)))" for _ in range(rng.randint(2, 6)))
    return f"r = []\n    def gen():\n        yield 0{body}\n    g = gen(){steps}\n    return str(r), g.gi_running, g.gi_frame is None, g.gi_yieldfrom is None"


def text(rng):
    return "'" + "".join(rng.choice(CHARS).replace("'", "\\'") for _ in range(rng.randint(0, 5))) + "'"


def from_strings(rng, value):
    return f"{rng.choice(STRING_CALLS)}".format(text(rng), text(rng))


def from_digits(rng, value):
    digits = "'" + "".join(rng.choice(DIGITS) for _ in range(rng.randint(1, 4))) + "'"
    call = rng.choice(["int({})", "int({}, {})", "float({})", "complex({})", "int({}, base={})", "float.fromhex({})",
                       "eval({})", "json.loads({})", "int.from_bytes({}.encode(), 'big')", "format(float({}), '.17g')"])
    return call.format(digits, rng.choice(["0", "2", "8", "10", "16", "36", "37", "1", "None", "'a'", "True"]))


def from_collections(rng, value):
    name = rng.choice(["collections.deque", "collections.Counter", "collections.OrderedDict", "collections.defaultdict", "collections.ChainMap", "functools.reduce",
                       "functools.partial", "functools.cmp_to_key", "bisect.bisect", "bisect.insort", "heapq.heappush", "heapq.nsmallest", "heapq.heapify", "heapq.merge",
                       "binascii.hexlify", "binascii.unhexlify", "binascii.a2b_base64", "binascii.b2a_base64", "binascii.crc32", "json.dumps", "copy.copy", "copy.deepcopy",
                       "statistics.mean", "statistics.median", "fractions.Fraction", "unicodedata.name", "unicodedata.numeric", "unicodedata.decimal",
                       "unicodedata.lookup", "textwrap.fill", "types.SimpleNamespace", "types.MappingProxyType", "collections.namedtuple", "itertools.count",
                       "operator.itemgetter", "operator.methodcaller", "functools.wraps", "staticmethod", "classmethod", "property", "super", "enumerate", "reversed"])
    return f"{name}({', '.join(rng.choice([value(rng), rng.choice(SMALL_ITERABLES), rng.choice(CALLABLES)]) for _ in range(rng.choice([0, 1, 1, 2, 2, 3])))})"


EXPRESSIONS = [from_math, from_operator, from_itertools, from_struct, from_re, from_functions, from_strings, from_strings, from_digits,
               from_collections]
BODIES = [from_array, from_instances, from_instances, from_specials, from_specials, from_match, from_exceptions, from_generators]
