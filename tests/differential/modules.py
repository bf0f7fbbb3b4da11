"""More of what the fuzzer's programs are made of: the functions and classes of the standard library with arguments of all sorts, their
signatures, texts of objects, random patterns, and values that are written and read again (`marshal`, `pickle`, `copy`, `json`).

Each function makes the body of one step from a random generator: statements that return.
"""

MODULES = """math cmath operator itertools functools collections struct array binascii bisect heapq random unicodedata re json string datetime zlib
hashlib codecs io types weakref copy marshal pickle decimal statistics contextvars csv ast errno builtins select ipaddress base64 html textwrap shlex
fnmatch posixpath bz2 lzma string.templatelib queue inspect enum difflib calendar colorsys numbers urllib.parse quopri stringprep _codecs _collections
_functools _operator _random _struct _string _stat _csv _json _io _sre _locale _weakref _abc _bisect _heapq _datetime _pickle keyword token
_tokenize symtable fractions typing abc contextlib dataclasses graphlib hmac secrets uuid reprlib pprint _bz2 _lzma _hashlib _sha2 _md5 _blake2
gc copyreg tokenize zoneinfo annotationlib""".split()
# What does not come back, what changes the interpreter for those after it, what takes all memory, what is about the machine, what shows
# how an interpreter lays objects out or which lines of the library something is on.
LEFT_OUT = """__replace__ BZ2Decompressor exit quit input breakpoint open open_code help print exec eval compile __import__ pow ipow lshift ilshift __pow__ __rpow__ __ipow__ __lshift__ __rlshift__
__ilshift__ seed urandom getnode uuid1 uuid4 uuid6 uuid7 uuid8 token_bytes token_hex token_urlsafe randbelow choice id get_ident getpager browse getsizeof select poll epoll
set_debug get_debug get_count get_stats get_objects get_referrers get_referents freeze unfreeze get_freeze_count disable enable collect set_threshold get_threshold
cycle count repeat register register_error unregister lookup_error setlocale clear_cache _clear_type_cache dis distb disco show_code main test perm comb
clearcache updatecache lazycache SystemRandom pprint pp purge open_new prmonth pryear prweek _test _main isEnabled factorial Queue LifoQueue PriorityQueue SimpleQueue
__reduce__ __reduce_ex__ __sizeof__ __dir__ __hash__ randbytes getrandbits random uniform triangular gauss expovariate shuffle sample choices randint randrange
betavariate gammavariate normalvariate lognormvariate vonmisesvariate paretovariate weibullvariate binomialvariate getstate setstate kde_random FileIO
OpenWrapper TextIOWrapper callback addpackage _reset_tzpath reset_tzpath available_timezones TZPATH get_source getsource getsourcelines getsourcefile getfile getmodule findsource
getcomments getblock getdoc cleandoc stack trace currentframe getouterframes getinnerframes today now utcnow fromtimestamp utcfromtimestamp timestamp astimezone
__del__ _checkClosed __subclasses__ __init_subclass__ __annotate__ __class__ _compile new_compressobj _dealloc_warn compare_digest pbkdf2_hmac scrypt file_digest fips_mode
get_fips_mode _windll_getnode _read_from_archive _getlines_from_code _make_lazycache_entry _archived _remember _builtin_open text_encoding TokenizerIter _opmap has_const clear_extension_cache __getstate__ __setstate__ __deepcopy__ _deepcopy_list nonzero_coroutine set_coroutine_origin_tracking_depth getlocale getpreferredencoding getdefaultlocale localeconv nl_langinfo
__vectorcalloffset__ __weaklistoffset__ __firstlineno__ _operands_at __alloc__ buffer_info _random_getnode _unix_getnode _urandom _generate_time_safe proxy randbits time""".split()
INSTANCES = ["1", "'abc'", "b'abc'", "bytearray(b'abc')", "[1, 2]", "(1, 2)", "{'a': 1}", "{1, 2}", "frozenset([1])", "1.5", "2j", "range(3)", "slice(1)", "memoryview(b'abc')", "None", "True", "type", "object()", "len", "str.upper", "'a'.upper", "(lambda a, b=1: a)",
             "collections.deque([1, 2], 3)", "collections.Counter('aab')", "collections.OrderedDict(a=1, b=2)", "collections.defaultdict(list, a=[1])", "collections.ChainMap({1: 2}, {1: 3})", "collections.UserDict(a=1)", "collections.UserList([1])", "collections.UserString('ab')",
             "array.array('i', [1, 2, 3])", "fractions.Fraction(3, 4)", "decimal.Decimal('1.5')", "decimal.Context()", "functools.partial(int, base=2)", "functools.lru_cache(len)", "functools.cmp_to_key(len)(1)", "operator.itemgetter(1)", "operator.attrgetter('a')", "operator.methodcaller('m')", "types.SimpleNamespace(a=1)",
             "types.MappingProxyType({1: 2})", "re.compile('(a)(?P<n>b)?')", "re.match('(a)(?P<n>b)?', 'ab')", "re.compile('a').scanner('ab')", "struct.Struct('<hb')", "itertools.chain([1])", "itertools.islice([1], 2)", "itertools.groupby('aab')", "itertools.tee([1])[0]", "itertools.accumulate([1])", "itertools.product([1])",
             "property(len)", "classmethod(len)", "staticmethod(len)", "super(int, 1)", "io.StringIO('ab\\ncd')", "io.BytesIO(b'ab\\ncd')", "io.TextIOWrapper(io.BytesIO(b'ab'))", "io.BufferedReader(io.BytesIO(b'ab'))", "io.BufferedRandom(io.BytesIO(b'ab'))", "io.BufferedWriter(io.BytesIO())", "io.IncrementalNewlineDecoder(None, True)", "io.RawIOBase()", "io.IOBase()", "io.TextIOBase()", "io.BufferedIOBase()",
             "datetime.date(2024, 2, 29)", "datetime.datetime(2024, 2, 29, 1, 2, 3)", "datetime.time(1, 2)", "datetime.timedelta(1, 2)", "datetime.timezone.utc", "__import__('bz2').BZ2Compressor()", "__import__('lzma').LZMADecompressor()", "__import__('hashlib').sha256(b'a')", "__import__('hashlib').blake2b()", "__import__('random').Random(1)", "__import__('csv').reader(['a,b'])", "__import__('csv').writer(io.StringIO())",
             "__import__('weakref').ref(int)", "__import__('weakref').WeakSet()", "__import__('weakref').proxy(X)", "__import__('contextvars').ContextVar('v')", "__import__('contextvars').copy_context()", "X", "X()", "X.m", "X().m", "gen()", "coro()", "agen()", "enum.Enum('C', 'A B').A", "enum.Flag('F', 'A B')(3)", "collections.namedtuple('P', 'x y')(1, 2)", "int.__add__", "(1).__add__", "int.__dict__['real']", "int.__dict__['from_bytes']",
             "types.FunctionType", "(lambda: 0).__code__", "types.ModuleType('m')", "list[int]", "int | str", "typing.TypeVar('T')", "ValueError(1)", "OSError(1, 'a')", "ExceptionGroup('g', [ValueError(1)])", "iter([1])", "iter({1: 2}.items())", "{1: 2}.keys()", "{1: 2}.items()", "zip([1])", "enumerate('a')", "reversed([1])", "map(len, ['a'])", "filter(None, [1])", "string.Template('$a')", "string.Formatter()",
             "json.JSONEncoder()", "json.JSONDecoder()", "__import__('pickle').Pickler(io.BytesIO())", "__import__('pickle').Unpickler(io.BytesIO(b'N.'))", "__import__('ast').parse('a')", "__import__('ast').Constant(1)", "__import__('ipaddress').ip_address('1.2.3.4')", "__import__('uuid').UUID(int=5)", "__import__('types').CellType(1)", "unicodedata.ucd_3_2_0", "NotImplemented", "...", "__import__('codecs').lookup('utf-8')", "__import__('codecs').getincrementaldecoder('utf-8')()", "__import__('codecs').getincrementalencoder('shift_jis')()", "__import__('string').templatelib.Template('a')"]
ARGUMENTS = ["0", "1", "-1", "2", "3", "'a'", "''", "'abc'", "b''", "b'ab'", "None", "1.5", "[]", "[1]", "(1, 2)", "()", "{}", "{'a': 1}", "set()", "True", "(lambda *a: 1)", "int", "10**20", "-10**20", "object()", "slice(1)", "'é'", "'\\ud800'", "bytearray(b'x')", "memoryview(b'y')", "2j", "[3, 'a']", "range(2)", "X", "X()", "'utf-8'", "'strict'", "5", "64", "'a.b'", "iter([1])", "io.StringIO('s')", "io.BytesIO(b't')", "'a=1;b'", "'\\x00'", "NotImplemented",
             "ValueError", "ValueError(1)", "datetime.date(2020, 1, 1)", "datetime.timedelta(1)", "fractions.Fraction(1, 2)", "decimal.Decimal(1)", "{1: 2}", "['a', 'b']", "len", "{1}"]
NAMES = "key default sep encoding errors maxlen x a b n start stop step obj name value base signed byteorder flags data object iterable function initial strict fillvalue level wbits count string pattern repl pos endpos index args kwargs self end file mode newline buffering indent maxsplit keepends tabsize reverse usedforsecurity".split()
START = """import zlib, random as random_, io, importlib
    class X:
        def m(self, a=1): return a
    def gen(): yield 1
    async def coro(): pass
    async def agen(): yield 1
    text = lambda v: re.sub(' at 0x[0-9a-f]+| at 0x[.]+|(?<= id)=[0-9]+', ' at', v)
    pick = lambda names, by: min(names, key=lambda n: zlib.crc32((n + by).encode()), default='')
"""


def arguments(rng):
    given = [rng.choice(ARGUMENTS) for _ in range(rng.choice([0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5]))]
    if rng.random() < 0.2:
        given += [f"{name}={rng.choice(ARGUMENTS)}" for name in rng.sample(NAMES, rng.choice([1, 1, 2]))]
    return ", ".join(given)


def from_library_calls(rng, value):
    """Any function or class of any module, and then perhaps a method of what came out, with any arguments."""
    module, salt = rng.choice(MODULES), rng.randrange(10**6)
    # What it writes tells how many references there are.
    left_out = [*LEFT_OUT, "dump", "dumps"] if module == "marshal" else LEFT_OUT
    return (f"{START}    try: module = importlib.import_module({module!r})\n    except ImportError as e: return str(e)\n    name = pick([n for n in dir(module) if n not in {left_out} and callable(getattr(module, n)) and not hasattr(types, n)], '{salt}')\n"
            f"    try: v = getattr(module, name)({arguments(rng)}); r = text(show(v))\n    except BaseException as e: r = text(f'{{type(e).__name__}}: {{e}}')\n    return name, r")


def from_library_methods(rng, value):
    """Any attribute of an object of the library, called with any arguments."""
    salt, target = rng.randrange(10**6), rng.choice(INSTANCES)
    how = rng.choice(["getattr(x, name)({})", "getattr(x, name)({})", "getattr(x, name)({})", "getattr(type(x), name)({})", "getattr(type(x), name)(x, {})", "type(x)({})"])
    return (f"{START}    x = {target}\n    name = pick([n for n in dir(x) if n not in {LEFT_OUT}], '{salt}')\n"
            f"    try: v = {how.format(arguments(rng))}; r = text(show(v))\n    except BaseException as e: r = text(f'{{type(e).__name__}}: {{e}}')\n    try: x = text(show(x))\n    except BaseException as e: x = text(repr(e))\n    return name, r, x")


def from_signatures(rng, value):
    """The signature and the texts of something of the library."""
    salt = rng.randrange(10**6)
    if rng.random() < 0.5:
        found = f"x = {rng.choice(INSTANCES)}\n    name = pick([n for n in dir(x)], '{salt}'); v = getattr(x, name, None)"
    else:
        found = f"x = importlib.import_module({rng.choice(MODULES)!r})\n    name = pick([n for n in dir(x) if n[:1] != '_'], '{salt}'); v = getattr(x, name, None)\n    if isinstance(v, type) and {rng.random() < 0.7}: x, name = v, pick(dir(v), '{salt}'); v = getattr(v, name, None)"
    # The texts of documentation are in words of Taipan's own.
    return (f"{START}    import inspect\n    {found}\n    if name in ('__doc__', '__text_signature__', '__code__', '__vectorcalloffset__', '__basicsize__', '__dictoffset__', '__weakrefoffset__', '__itemsize__', '__file__', '__cached__', '__loader__', '__spec__', '__path__', '__dict__', '__flags__', '__firstlineno__', '_operands_at', '__sizeof__', 'copyright', 'license', 'credits', 'ZLIB_VERSION', 'ZLIB_RUNTIME_VERSION'): return name\n    try: s = str(inspect.signature(v)) if callable(v) else ''\n    except BaseException as e: s = text(repr(e))\n"
            "    return name, s, type(v).__name__.replace('builtin_method', 'builtin_function_or_method'), getattr(v, '__name__', ''), getattr(v, '__qualname__', ''), getattr(v, '__module__', ''), re.sub(r'[^\'<>]*/', '', text(repr(v)))[:80] if type(v) not in (dict, set, frozenset, list, tuple) else len(v) > 0")


PATTERN_PARTS = ["a", "b", "ab", ".", "^", "$", "\\\\d", "\\\\w", "\\\\s", "\\\\b", "\\\\B", "\\\\A", "\\\\Z", "\\\\z", "[ab]", "[^a]", "[a-c]", "[\\\\w-]", "[]]", "[^]a]", "[[a]", "[a--b]", "|", "|", "(?:", "(", "(?P<n>", ")", ")", "*", "+", "?", "*?", "+?", "??", "*+", "++", "?+", "{2}", "{1,}", "{,2}", "{1,2}?", "{a}", "{", "}", "]", "(?=", "(?!", "(?<=", "(?<!", "(?>", "(?i:", "(?-i:", "(?s-i:", "(?i)",
                 "(?x)", "(?a)", "(?L)", "(?u)", "(?#c)", "\\\\1", "\\\\2", "(?P=n)", "(?(1)a|b)", "(?(n)a)", "(?(2)a)", "\\\\x61", "\\\\u0061", "\\\\N{DIGIT ONE}", "\\\\n", "\\\\", "\\\\q", "\\\\07", "\\\\141", "\\\\400", "é", "ß", "ſ", "K", "İ", " ", "#", "\\\\p{L}", "(?<n>", "(?P>n)", "(?P<1>", "(?P<n", "(?", "(?P", "(?z)", "\\\\g<1>", "\\\\0", "\\\\99", "\\\\D", "\\\\W", "\\\\S", "[\\\\s\\\\S]", "[\\\\d-z]", "[z-a]", "[", "\\\\u", "\\\\x6"]
SUBJECTS = ["'abab'", "'aab b1'", "''", "'AB\\n ab'", "'éßſK'", "'aaaaaaaaa'", "'a1_b-c'", "'\\n'", "'bbb'", "'İi'", "'x a{2} ]'"]
PATTERN_USES = ["[(m.span(), m.groups(), m.lastindex, m.lastgroup) for m in p.finditer(s)]", "p.match(s)", "p.fullmatch(s)", "p.split(s)", "p.sub('<\\\\g<0>>', s)", "p.sub(r'\\1-', s)", "p.subn(lambda m: str(m.start()), s, 2)", "p.findall(s)", "p.groups, p.groupindex, p.flags", "p", "p.search(s, 1, 3)", "[m.expand(r'[\\1]') for m in p.finditer(s)]", "p.split(s, 1)",
                "[m.regs for m in p.finditer(s)]", "copy.copy(p) == p, hash(p) == hash(re.compile(t, f))", "p.scanner(s).search()", "p.match(s) and p.match(s).groupdict(0)", "p.sub(r'\\g<n>', s)", "p.sub(r'\\2', s)"]


def from_patterns(rng, value):
    pattern = "".join(rng.choice(PATTERN_PARTS[:30] if rng.random() < 0.5 else PATTERN_PARTS) for _ in range(rng.randint(1, 7)))
    # Few quantifiers: many take for ever.
    for repeat in ("*", "+", "{1,}"):
        pattern = pattern.replace(repeat, "\0", 1).replace(repeat, "").replace("\0", repeat)
    if rng.random() < 0.6:
        pattern += ")" * max(pattern.count("(") - pattern.count(")"), 0)
    bytes_ = pattern.isascii() and rng.random() < 0.15
    subject = rng.choice(SUBJECTS)
    pattern, subject = (f"b'{pattern}'", f"{subject}.encode('latin-1', 'replace')") if bytes_ else (f"'{pattern}'", subject)
    uses = "".join(f"\n    try: r.append({use})\n    except (re.error, IndexError, TypeError) as e: r.append(repr(e))" for use in rng.sample(PATTERN_USES, 3))
    return (f"t = {pattern}; s = {subject}; f = {rng.choice(['0', '0', '0', 're.I', 're.X', 're.M', 're.S', 're.A', 're.I | re.A', 're.L', 're.U', 're.I | re.X | re.S'])}; r = []\n    try: p = re.compile(t, f)\n    except re.error as e: return str(e), e.pos, e.lineno, e.colno\n    except Exception as e: return repr(e){uses}\n    return repr(r)")


PICKLED = ["1", "-1", "255", "256", "2**31", "-2**63", "2**70", "-2**400", "1.5", "float('inf')", "True", "None", "...", "NotImplemented", "'a'", "'é'", "'\\ud800'", "'a' * 300", "b''", "b'a' * 300", "bytearray(b'ab')", "[]", "[1, [2]]", "(1,)", "(1, 2, 3, 4)", "()", "{}", "{'a': 1}", "{1, 2}", "frozenset([1])", "1j", "range(3)", "slice(1, 2)", "len", "int", "str.upper", "'a'.upper", "collections.deque([1], 3)",
           "collections.OrderedDict(a=1)", "collections.Counter('ab')", "collections.defaultdict(list, a=[1])", "collections.ChainMap({1: 2})", "array.array('h', [1])", "datetime.date(2020, 1, 1)", "datetime.datetime(2020, 1, 1, fold=1)", "datetime.timedelta(1)", "datetime.timezone.utc", "decimal.Decimal('1.5')", "fractions.Fraction(1, 2)", "functools.partial(int, base=2)", "operator.itemgetter(1, 2)", "operator.attrgetter('a')", "operator.methodcaller('m', 1, k=2)",
           "re.compile('a', 2)", "types.SimpleNamespace(a=1)", "ValueError(1, 'a')", "OSError(2, 'x', 'f')", "ExceptionGroup('g', [ValueError(1)])", "KeyError", "iter([1, 2])", "iter((1,))", "iter('ab')", "iter({1: 2})", "reversed([1, 2])", "enumerate('ab')", "zip([1], [2])", "itertools.count(3)", "itertools.chain([1])", "iter(range(5))", "{1: 2}.keys()", "memoryview(b'a')", "(lambda: 0)", "P(1, 2)", "Q(1)", "S(1)", "R(3)", "N(4)", "G(5)",
           "C.A", "C", "E('sub')", "I(4)", "L([1])", "D(a=1)", "T((1,))", "F(0.5)", "(x := [], x)", "w", "types.MappingProxyType({})", "list[int]", "int | str", "typing.List[int]", "typing.Any", "property(len)", "X_", "object()", "(lambda: (yield))()", "string.Template('a')", "uuid_", "path_", "bytes", "type(None)", "type(...)", "types.FunctionType", "dict.fromkeys", "[].append", "(1).__add__", "int.__add__", "collections.namedtuple", "math.pi", "math.sqrt", "random_"]
PICKLE_START = """import pickle, marshal, io, pickletools, pathlib, uuid, random
    uuid_ = uuid.UUID(int=3); path_ = pathlib.PurePosixPath('a/b'); random_ = random.Random(3)
    class X_: pass
    w = [1]; w.append(w)
    g = sys.modules['__main__'].__dict__
    class Q:
        def __init__(s, a): s.a = a
    class S:
        __slots__ = 'a',
        def __init__(s, a): s.a = a
    class R(Q):
        def __reduce__(s): return {}
    class N(Q):
        def __getnewargs__(s): return {}
        def __new__(c, *a): return super().__new__(c)
    class G(Q):
        def __getstate__(s): return {}
        {}
    P = collections.namedtuple('P', 'x y')
    class C(enum.Enum): A = 1
    for c in (Q, S, R, N, G, P, C): c.__module__ = '__main__'; c.__qualname__ = c.__name__; g[c.__name__] = c
"""


def from_pickles(rng, value):
    """Values that are written and read again, and the bytes in between."""
    v = rng.choice(PICKLED) if rng.random() < 0.7 else rng.choice(["[{0}, {1}]", "({0}, {0})", "{{'k': {0}}}", "[{0}] * 3", "Q({0})", "S({0})"]).format(rng.choice(PICKLED), rng.choice(PICKLED))
    start = PICKLE_START.format(rng.choice(["Q, (s.a,)", "Q, (s.a,), {'b': 1}", "Q, (1,), None, iter([1]), None", "Q", "'Q'", "None", "Q, 3", "list, (), None, iter([1, 2])", "dict, (), None, None, iter([(1, 2)])", "Q, (1,), (None, {'a': 7})", "Q, (1,), {'b': 1}, None, None, lambda o, t: setattr(o, 'z', t)", "Q, (1,), 5", "1, ()", "len, ('abc',)"]),
                                rng.choice(["(1,)", "1", "()", "(1, 2)", "None"]), rng.choice(["{'a': 9}", "None", "0", "5", "(None, {'a': 3})", "({'a': 1}, {'c': 2})", "[]", "1 / 0"]), rng.choice(["def __setstate__(s, t): s.t = t", "pass", "__setstate__ = None", "def __setstate__(s, t): 1 / 0"]))
    kind = rng.randrange(6)
    if kind == 0:
        use = f"b = marshal.dumps(v{rng.choice(['', ', 0', ', 1', ', 2', ', 4', ', 5'])}); r = marshal.loads(b)"
    elif kind == 1:
        use = "b = b''; r = copy.deepcopy(v)"
    elif kind == 2:
        use = "b = b''; r = copy.copy(v)"
    elif kind == 3:
        use = f"f = io.StringIO(); b = pickle.dumps(v, {rng.randint(0, 5)}); pickletools.dis(b, f); r = f.getvalue().splitlines()[-1:]"
    elif kind == 4:
        use = f"b = pickle._dumps(v, {rng.randint(0, 5)}); r = pickle.{rng.choice(['', '_'])}loads(b)"
    else:
        use = f"b = pickle.dumps(v, {rng.choice(['0', '1', '2', '3', '4', '5', '-1', '6', 'None'])}{rng.choice(['', '', '', ', fix_imports=False', ', buffer_callback=None'])}); r = pickle.loads(b)"
    if kind in (0, 5) and rng.random() < 0.25:
        use = use.split("; r = ")[0] + f"; b = b[:{rng.choice(['-1', '3', 'len(b) // 2', '0'])}] + {rng.choice(['b' + chr(39) * 2, 'b' + chr(39) + '.' + chr(39), 'bytes([200])', 'b[1:]'])}; r = " + use.split("; r = ")[1]
    return (f"{start}    text = lambda v: re.sub('at 0x[0-9a-f.]+', '', v)\n    try: v = {v}\n    except Exception as e: return repr(e)\n    try: {use}\n    except BaseException as e: return text(f'{{type(e).__name__}}: {{e}}'), getattr(e, '__notes__', 0)\n"
            "    try: d = vars(r) if type(r) in (Q, R, N, G) else [getattr(r, 'a', 0)]\n    except TypeError as e: d = 0\n    return text(show(r)) if not isinstance(r, (range, random.Random)) else 0, text(show(d)), type(r).__name__")


BODIES = [from_library_calls, from_library_methods, from_library_methods, from_signatures, from_patterns, from_pickles]
