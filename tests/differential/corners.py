"""More of what the fuzzer's programs are made of: the corners. Views of several dimensions, format specifications that are made
up, texts that are nearly numbers, codecs with all their handlers, containers that change while they are iterated, what asks
which special method of an operand in which order, groups of exceptions, formatted sources, type parameters, positions.

Each function makes the text of one step from a random generator: an expression, or a body of statements that returns.
"""
import re

import structure

VIEWS = ["memoryview(bytearray(range(24)))", "memoryview(bytes(range(12)))", "memoryview(array.array('d', [1.5, -2.0, 0.0]))", "memoryview(array.array('h', range(6)))",
         "memoryview(bytearray(range(24))).cast('B', (2, 3, 4))", "memoryview(bytearray(range(24))).cast('H', (3, 4))", "memoryview(b'').cast('i')",
         "memoryview(bytearray(range(8))).cast('?')", "memoryview(bytearray(range(8)))[::-1]", "memoryview(bytearray(range(9)))[1:8:3]", "memoryview(b'ab').cast('c')",
         "memoryview(bytearray(4)).cast('i', ())", "memoryview(bytearray(range(6))).cast('b', [2, 3])", "memoryview(array.array('w', 'ab'))"]
CASTS = ["", "", "", ".cast('B')", ".cast('b', (4, 6))", ".cast('i')", ".cast('@I')", ".cast('<i')", ".cast('x')", ".cast('c')", ".cast('B', ())", ".cast('B', (0,))",
         ".cast('B', (2, -1))", ".cast('B', [3, 2])", ".cast('q', (1,))", ".cast('B', 4)", ".cast(3)", ".cast('B', ('a',))", ".cast('B', (2**70,))", ".toreadonly()", "[1:]", "[::2]",
         "[::-1]", "[5:2]", "[0]"]
VIEW_USES = ["v[{}]", "v[{}, {}]", "v[{}, {}, {}]", "v[{}:{}]", "v[{}:{}:{}]", "v[()]", "v[...]", "v[{}:{}, {}]", "v.tolist()", "v.tobytes('F')", "v.tobytes('A')", "v.tobytes('x')",
             "v.tobytes(None)", "list(v)", "list(reversed(v))", "len(v)", "hash(v)", "v.hex(':', {})", "v.index({})", "v.count({})", "v == memoryview(bytes(range(24)))",
             "v == v[::-1]", "v == v.tolist()", "bytes(v)", "v.obj", "v.release(), v.format", "struct.unpack_from('B', v, {})", "({} in v)", "b''.join([v])", "v.__exit__(1, 2, 3), len(v)",
             "max(v)", "bytearray(v)", "v.suboffsets, v.c_contiguous, v.f_contiguous, v.contiguous", "bool(v)", "{{v: 1}}", "v < v", "v + v", "v.index({}, {})", "operator.setitem(v, {}, {})",
             "operator.setitem(v, slice({}, {}), b'ab')", "operator.setitem(v, ({}, {}), {})", "operator.setitem(v, slice({}, {}), v)", "operator.delitem(v, {})",
             "operator.setitem(v, slice(None, None, {}), v)", "operator.setitem(v, (), {})", "operator.setitem(v, {}, b'a')", "operator.setitem(v, {}, 1.5)", "re.match(b'.', v)",
             "int.from_bytes(v)", "float(v)", "int(v)", "iter(v).__length_hint__()"]
SMALL = ["0", "1", "-1", "2", "3", "-4", "5", "None", "True", "'a'", "1.5", "2**70", "300", "I(1)", "b'a'"]

FILLS = ["", "", "", "*<", ">", "^", "=", "0=", "x^", "é>", "<", "{<", "}<", "0<", "日^"]
SPEC_TYPES = ["", "", "d", "f", "F", "e", "E", "g", "G", "n", "%", "x", "X", "o", "b", "c", "s", "r", "q", " ", "a", "i", "u", "N", "é", "\\x00", "dd"]
NUMBERS = ["0", "1", "-1", "42", "-7", "123456789", "2**70", "-10**25", "True", "0.0", "-0.0", "1.5", "-2.25", "1e16", "1e-5", "123456.789", "1e300", "5e-324", "float('inf')",
           "float('nan')", "-float('inf')", "1+2j", "-0j", "complex('nan+infj')", "1e10-3.5j", "I(4)", "F(0.5)", "0.5", "999999.5", "0.00012345", "1114111", "65"]
FORMATTED = NUMBERS + ["'abc'", "''", "'日本'", "'ß\\ud800'", "E('sub')", "None", "[1]", "b'x'", "decimal.Decimal('-1.50')", "decimal.Decimal('1E+7')", "decimal.Decimal('NaN')",
                       "fractions.Fraction(-7, 3)", "fractions.Fraction(10**9)", "(1,)", "datetime.date(2024, 1, 2)", "int", "object()", "types.SimpleNamespace(a=1)"]
FIELDS = ["", "0", "1", "a", "0.real", "0[0]", "0[a]", "a.imag", "0.real.imag", "[1]", ".real", "0[", "0[]", "0.", "a[b]c", "0[-1]", "-1", " 0", "0 ", "99", "0..a", "0[1][2]", "é", "2**2", "0]", "a{}",
          "0[{}]", "0.__class__.__name__", "00", "1_0", "self"]
CONVERSIONS = ["", "", "", "!r", "!s", "!a", "!", "!z", "!rr", "!r!s", "! r"]

DIGIT_PARTS = ["0", "1", "7", "9", "00", "123", "_", "__", "-", "+", " ", "\\t", "\\n", ".", "e", "E", "e5", "e-3", "e+400", "j", "J", "(", ")", "inf", "infinity", "Inf", "nan", "NaN", "x", "0x", "0b", "0o",
               "b", "f", "p3", "٣", "६", "²", "\\u2003", "\\x1c", "\\x00", "'", "L", "9" * 30, "−", "i", "n", "\\ud800", "1.5", "2."]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "ascii", "latin-1", "cp1252", "cp437", "utf-7", "idna", "punycode", "unicode_escape",
             "raw_unicode_escape", "shift_jis", "euc_jp", "gb18030", "big5", "gbk", "koi8-r", "mac-roman", "iso8859-15", "iso2022_jp", "euc_kr", "cp949", "hz", "cp932", "undefined", "charmap", "hex",
             "rot13", "U8", "Utf 8", "nope", "johab", "gb2312", "cp037", "tis-620", "palmos", "ptcp154", "big5hkscs", "iso2022_kr", "shift_jisx0213"]
HANDLERS = ["strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace", "surrogateescape", "surrogatepass", "nope", ""]
TEXT_PARTS = ["a", "Z", "é", "ß", "€", "日", "本", "\\ud800", "\\udc80", "\\udcff", "\\U0001f600", "\\x00", "\\x80", "\\xff", "\\n", "-", "+", "~", "\\\\", "\\u0130", "ア", "ｱ", "한", "ё", "\\ufeff", "\\ufffe", ".", "\\u3002",
              "xn--", "&", "漢字", "\\u200d", "™"]
BYTE_PARTS = ["a", "Z", "\\\\x80", "\\\\xff", "\\\\xfe", "\\\\xc3", "\\\\xa9", "\\\\xed\\\\xa0\\\\x80", "\\\\xf0\\\\x9f\\\\x98", "\\\\xf4\\\\x90\\\\x80\\\\x80", "\\\\x00", "\\\\xd8\\\\x00", "\\\\x00\\\\xd8", "\\\\xef\\\\xbb\\\\xbf", "\\\\xff\\\\xfe", "\\\\xfe\\\\xff", "+", "-", "+AGE-", "+2AA-",
              "\\\\\\\\u12", "\\\\\\\\x4", "\\\\\\\\N{DIGIT ONE}", "\\\\\\\\777", "\\\\\\\\U00110000", "\\\\xc0\\\\x80", "\\\\xe2\\\\x82", "\\\\x81", "\\\\x8e\\\\xa1", "\\\\x1b$B", "\\\\x1b(B", "\\\\xa4\\\\xa2", "\\\\xb0\\\\xa1", "~{", "~}", "xn--", "\\\\x8f\\\\xa2\\\\xaf",
              "\\\\x81\\\\x30\\\\x81\\\\x30", "0", "4g", "~", "\\\\\\\\"]

CONTAINERS = ["{1: 'a', 2: 'b', 3: 'c'}", "{1, 2, 3}", "[1, 2, 3]", "collections.deque([1, 2, 3])", "collections.OrderedDict([(1, 'a'), (2, 'b'), (3, 'c')])",
              "collections.defaultdict(list, {1: [], 2: []})", "collections.Counter([1, 2, 2])", "bytearray(b'abc')", "D({1: 2, 3: 4})", "L([1, 2, 3])", "array.array('i', [1, 2, 3])",
              "memoryview(bytearray(b'abc'))"]
WALKS = ["x", "x", "x.keys()", "x.values()", "x.items()", "reversed(x)", "enumerate(x)", "zip(x, x)", "map(lambda a: a, x)", "iter(x)", "reversed(x.items())", "itertools.chain(x, x)", "filter(None, x)"]
CHANGES = ["x.clear()", "x.pop()", "x.pop(1, None)", "x.popitem()", "x[9] = 9", "x[1] = 7", "del x[1]", "x.add(9)", "x.discard(2)", "x.append(5)", "x.insert(0, 8)", "x.extend(x)", "x.update({{4: 5}})",
           "x.remove(2)", "x.reverse()", "x.sort()", "x.rotate(1)", "x.appendleft(0)", "x |= {{7}}", "x.move_to_end(1)", "del x[:]", "x[:] = [4, 5]", "x.setdefault(5)", "x *= 2", "x += [1]", "pass",
           "x.popleft()", "x.__init__([6, 7])", "x.__init__()"]

SPECIALS = """__len__ __bool__ __repr__ __str__ __hash__ __index__ __int__ __float__ __complex__ __iter__ __contains__ __getitem__ __eq__ __lt__ __gt__ __le__ __add__ __radd__ __iadd__ __mul__ __rmul__ __sub__
__rsub__ __mod__ __rmod__ __neg__ __abs__ __round__ __divmod__ __rdivmod__ __pow__ __rpow__ __format__ __bytes__ __reversed__ __length_hint__ __call__ __and__ __rand__ __or__ __ror__ __ior__ __trunc__ __ceil__
__floor__ __missing__ keys __next__ __enter__ __exit__ __fspath__ __getattr__ __setitem__ __delitem__ __ne__ __ge__ __xor__ __rxor__ __lshift__ __matmul__ __rmatmul__ __invert__ __pos__ __ipow__""".split()
GOOD = {"__len__": "2", "__bool__": "True", "__repr__": "'R'", "__str__": "'S'", "__hash__": "7", "__index__": "1", "__int__": "3", "__float__": "2.5", "__complex__": "1j", "__iter__": "iter([1, 0])",
        "__contains__": "1", "__getitem__": "(_ for _ in ()).throw(IndexError(1)) if a[0] != 0 else 4", "__format__": "'F'", "__bytes__": "b'B'", "__reversed__": "iter([9])", "__length_hint__": "3",
        "keys": "[0, 0]", "__next__": "(_ for _ in ()).throw(StopIteration) if len(r) > 5 else 6", "__fspath__": "'/no/such'", "__missing__": "5", "__getattr__": "(_ for _ in ()).throw(AttributeError(a[0]))",
        "__lt__": "False", "__eq__": "False", "__round__": "8"}
USES = ["list(x)", "tuple(x)", "set(x)", "dict(x)", "dict([x])", "sorted([x, y])", "sorted(x)", "min(x, y)", "max([x, y, x])", "sum([x, y])", "sum(x)", "int(x)", "float(x)", "complex(x)", "complex(x, y)", "str(x)", "repr(x)",
        "bytes(x)", "bytearray(x)", "bool(x)", "type(hash(x))", "abs(x)", "round(x)", "round(2.5, x)", "round(7, x)", "pow(x, y)", "pow(2, x)", "pow(2, x, 5)", "pow(x, 2, 3)", "divmod(x, y)", "divmod(1, x)", "x + y", "x - y", "x * y",
        "[1] * x", "x * [1]", "[1] + x", "'a' + x", "'%s' % x", "'%d' % x", "'%r %s' % (x, y)", "'%(a)s' % x", "'%c' % x", "'%x' % x", "'%*d' % (x, 1)", "f'{x}'", "f'{x!r:>5}'", "'{:3}'.format(x)", "'{0[0]}'.format(x)",
        "'{0.q}'.format(x)", "'a'.join(x)", "b'a'.join(x)", "b'%b' % x", "[1, 2, 3][x]", "[1, 2, 3][x:]", "[1, 2, 3][x:y]", "'abc'[x]", "range(x)", "range(5)[x]", "x in [y]", "x in (x, y)", "[x].count(y)",
        "[x, y].index(y)", "[x].remove(y)", "x == y", "x != y", "x < y", "x <= y", "x > y", "(x,) < (y,)", "[x] == [y]", "{x: 1}[y]", "{1: x} == {1: y}", "x in {y: 1}", "1 in x", "x[0]", "x['a']", "x[0:1]", "len(x)",
        "iter(x)", "next(x)", "reversed(x)", "list(reversed(x))", "enumerate(x, x)", "list(zip(x, y))", "list(map(x, y))", "list(filter(x, [1, 2]))", "all(x)", "any(x)", "chr(x)", "hex(x)", "bin(x)", "math.sqrt(x)",
        "math.floor(x)", "math.ceil(x)", "math.trunc(x)", "math.gcd(x, y)", "math.factorial(x)", "math.isclose(x, y)", "math.hypot(x, y)", "math.fsum(x)", "math.prod(x)", "math.ldexp(1.0, x)", "math.comb(5, x)",
        "operator.index(x)", "operator.length_hint(x)", "operator.concat(x, y)", "operator.contains(x, 1)", "operator.countOf(x, 1)", "operator.indexOf(x, 1)", "f1(*x)", "f1(**x)", "[*x]", "{**x}", "a, b = x", "[a, *b] = x",
        "x()", "x(1, k=2)", "x if y else 1", "x and y", "not x", "x @ y", "x & y", "x | y", "{1} | x", "{1: 2} | x", "x ^ y", "x << 1", "1 << x", "-x", "+x", "~x", "x ** y", "2 ** x", "x % y", "5 % x", "5 - x",
        "isinstance(1, x)", "issubclass(int, x)", "slice(x).indices(5)", "'abc'.find('b', x)", "'abc'.center(x)", "'a,b'.split(',', x)", "'abc'.replace('a', 'b', x)", "'aXb'.expandtabs(x)", "[1, 2].pop(x)", "[1].insert(x, y)",
        "[].extend(x)", "[1, 2].index(2, x)", "collections.deque(x, 3)", "collections.deque([1, 2]).rotate(x)", "collections.Counter(x)", "itertools.repeat(1, x)", "list(itertools.islice([1, 2, 3], x))",
        "list(itertools.combinations('abc', x))", "itertools.count(x, y)", "functools.reduce(operator.add, x)", "struct.pack('i', x)", "struct.pack('d', x)", "struct.pack('?', x)", "array.array('i', [x])", "array.array('d', x)",
        "int('1', x)", "int.from_bytes(x)", "(5).to_bytes(x)", "float.fromhex(x)", "memoryview(b'abc')[x]", "bytearray(b'a').append(x)", "bytearray(b'a').extend(x)", "bytes([x])", "b'a' in x", "x in b'abc'", "x in 'abc'",
        "'abc'.startswith(x)", "'abc'.translate(x)", "str.maketrans(x)", "dict.fromkeys(x, 1)", "{}.update(x)", "set().update(x)", "{1}.issubset(x)", "{1} < x", "{1}.isdisjoint(x)", "json.dumps(x)", "json.dumps({x: 1})",
        "datetime.timedelta(x)", "datetime.timedelta(1) * x", "datetime.date(x, 1, 1)", "decimal.Decimal(x)", "fractions.Fraction(x)", "heapq.heapify([y, x])", "bisect.bisect([x], y)", "copy.copy(x) is x", "__import__('os').fspath(x)",
        "x.q", "getattr(x, 'q', 1)", "hasattr(x, 'q')", "vars(x)", "super(X, x).q", "type(x)(1)", "contextlib.ExitStack().enter_context(x)", "exec('1', {}, x)", "eval('q', {}, x)", "eval('q', x)",
        "ValueError(x)", "str(KeyError(x))", "str(OSError(x, y))", "ExceptionGroup('g', x)", "SystemExit(x).code", "raise_(x)", "re.match('a', x)", "re.sub('a', x, 'ab')", "time_.gmtime(x).tm_year", "statistics.mean(x)", "format(x, 'd')",
        "format(1, x)", "x.__reduce_ex__(2)[0]", "x.__class__", "x.__dir__()[:0]", "type('C', x, {})", "type('C', (), x)", "setattr(x, 'q', 1)", "delattr(x, 'q')", "operator.setitem(x, 0, 1)", "operator.delitem(x, 0)",
        "operator.iadd(x, y)", "operator.ior({1: 2}, x)", "operator.ior({1}, x)", "operator.iadd([1], x)", "operator.ipow(x, 2)", "operator.setitem([1, 2, 3], slice(0, 1), x)", "operator.setitem([1, 2], x, 5)", "operator.delitem([1, 2], x)"]

GROUP_LEAVES = ["ValueError(1)", "KeyError('k')", "TypeError('t')", "OSError(2, 'x')", "ExceptionGroup('i', [ValueError(2), TypeError(3)])", "ExceptionGroup('j', [KeyError(4)])", "E1(5)"]
GROUP_TYPES = ["ValueError", "KeyError", "TypeError", "(ValueError, KeyError)", "Exception", "OSError", "E1", "ExceptionGroup", "(TypeError, ExceptionGroup)", "BaseException", "1", "LookupError"]
GROUP_LINES = ["raise", "raise KeyError('n')", "raise ExceptionGroup('n', [e])", "raise e", "r.append(text(e))", "pass", "raise E1(9) from e", "e = 1", "raise ValueError('c') from None", "r.append(text(sys.exception()))", "1 / 0",
               "raise e.exceptions[0]", "raise ExceptionGroup('m', [*e.exceptions, ValueError(0)])"]
GROUP_USES = ["g.split(ValueError)", "g.subgroup(lambda e: True)", "g.split(lambda e: isinstance(e, KeyError))", "g.subgroup((ValueError, KeyError))", "g.derive([ValueError(9)])", "g.split(1)", "g.subgroup(None)", "g.exceptions",
              "str(g), repr(g), g.message, g.args", "g.subgroup(E1)", "g.split(lambda e: 1 / 0)", "g.derive([])", "g.split()", "g.subgroup(ExceptionGroup)", "g.derive([KeyboardInterrupt()])", "setattr(g, 'message', 1)",
              "g.split(int)", "g.split((ValueError, 1))"]

PIECES = ["a", "{x}", "{x!r}", "{x:>5}", "{x!s:{w}}", "{x=}", "{x = }", "{x=!s:3}", "{{", "}}", "{", "}", "{x!}", "{x:", "{}", "{ }", "{!r}", "{x:{w}.{w}}", "{x:{w:{w}}}", "{'q'}", '{"q"}', "{x['k']}", "{d['k']}", "{lambda: 1}", "{(lambda: 1)()}",
          "{x:=5}", "{(x:=5)}", "{*a}", "{x, w}", "{yield}", "{x if w else 1}", "\\\\n", "\\\\N{DIGIT ONE}", "\\\\{x}", "{'\\\\n'}", "{#}", "{x\n}", "{f'{x}'}", "{x!r:a{w}b}", "{x:%H:%M}", "{await x}", "{x!z}", "{x:\\\\x41}", "{x : 4}", "{w:!}",
          "{x.real}", "{x == w}", "{x!=w}", "{x:{{}}}", "{x::}", "{None}", "{1:d}", "{3.5:.1f}", "{x!r }", "{ x }", "{x!r=}", "é", "\\\\q", "{x:{}}", "{t'{x}'}", "{x}{w}", "{[i for i in 'ab']}", "{ {1: 2}[1] }", "{\n1}", "'", '"'] 
PREFIXES = ["f", "f", "t", "t", "rf", "tr", "F", "Rt", "fb", "ft", "ut", "fr"]
QUOTES = ["'", '"', "'''", '"""']

TYPE_PARAMS = ["T", "T, U", "*Ts", "**P", "T: int", "T: (int, str)", "T = int", "T, *Ts, **P", "T, T", "T: U, U", "*Ts = *tuple[int]", "**P = [int]", "T = int, U", "T: (yield)", "T: (x := 1)", "T: undefined", "T: (int,)", "*Ts: int", "",
               "T = list[U], U = T", "T: [T]", "__T", "T: 1 / 0", "*Ts = 3", "**P = 3", "*", "T: int = bool"]
TYPE_SUBJECTS = ["def f[{0}](a: T = 1, *b: T) -> T: return T", "class f[{0}](list[T] if 0 else object): a: T = 1; T2 = T", "type f[{0}] = dict[T, str]", "class f[{0}]:\n        def m[V](self, a: V) -> T: return T, V", "type f[{0}] = f",
                 "type f[{0}] = undefined", "class f[{0}](typing.Generic[T]): pass", "async def f[{0}](): yield T", "class f[{0}](typing.Protocol): pass", "@(lambda c: c)\n    def f[{0}](): return locals()", "type f[{0}] = (lambda: T)()",
                 "class f[{0}]:\n        T = 5\n        def m(self): return T\n        n = T"]
TYPE_USES = ["f.__type_params__", "[p.__bound__ for p in f.__type_params__]", "[p.__constraints__ for p in f.__type_params__]", "[p.__default__ for p in f.__type_params__]", "[p.has_default() for p in f.__type_params__]", "f()", "f().m(1)", "f.__value__", "f[int]",
             "f[int, str]", "f[int].__origin__", "f[()]", "f.__annotations__", "f.__annotate__(1)", "f.__annotate__(2)", "f.__orig_bases__", "f.__parameters__", "repr(f)", "f.__module__", "f.__name__", "f | int", "f.evaluate_value(1)", "isinstance(1, f)",
             "typing.get_type_hints(f)", "f[list[int]].__args__", "[repr(p) for p in f.__type_params__]", "[(p.__covariant__, p.__infer_variance__) for p in f.__type_params__]", "f[*tuple[int, str]]", "f[[int]]", "f.m.__type_params__", "list(f)",
             "annotationlib_.get_annotations(f, format=annotationlib_.Format.STRING)", "annotationlib_.get_annotations(f, format=annotationlib_.Format.FORWARDREF)", "annotationlib_.get_annotations(f)", "f.n", "[p.evaluate_bound for p in f.__type_params__]",
             "annotationlib_.call_annotate_function(f.__annotate__, 4, owner=f)", "f.__type_params__[0].__name__", "setattr(f, '__type_params__', 1)", "copy.copy(f.__type_params__[0]) is f.__type_params__[0]", "f.__type_params__[0][int]", "iter(f.__type_params__[0])"]
ANNOTATIONS = ["a: int", "b: 'str'", "c: undefined", "d: list[undefined]", "e: int = 5", "if r: f: int", "for g in (): h: str", "(i): int", "j.k: int = 1", "l[0]: 1 / 0", "m: 1 / 0", "n: (yield)", "o: undefined.x[int] | None", "p: [q for q in (1, 2)]", "__q: int",
               "s: lambda: int", "t: (u := 3)", "v: typing.Literal['x']", "w: undefined + 1", "x: f'{undefined}'", "y: -undefined", "z: undefined(1, k=2)", "aa: typing.ClassVar[int] = 3", "ab: {undefined: 1}", "ac: undefined if undefined else int", "ad: *undefined",
               "ae: undefined == 3", "af: not undefined", "ag: undefined[1:2, ...]", "ah: t'{undefined}'", "ai: undefined.a.b()", "aj: (undefined, [undefined], {undefined})", "ak: 1 < undefined < 3", "al: undefined and 1", "am: await_", "an: ~undefined @ 2"]

POSITIONED = ["1 / 0", "a.b", "a.b.c", "d['k']", "d['k']['l']", "f(1, 2)", "f(\n    1 /\n    0)", "undefined", "[1, 2][5]", "x + (y) + 'a'", "x +\\\n 'a'", "(x\n + 'a')", "-'a'", "not (1 / 0)", "[i / 0 for i in (1,)]", "{i: i.q for i in (1,)}", "(lambda: 1 / 0)()",
              "f(*3)", "f(**3)", "f(a=1)", "'%d' % 'a'", "f'{1 / 0}'", "f'{x!r:{y}}'", "x[1:2]", "x[\n1]", "a.b()", "a.f(1)(2)", "1 if 1 / 0 else 2", "x < 'a'", "x in 3", "x is y is undefined", "3 in x", "x ** 'a'", "x @ y", "x(1)", "(1)(2)", "'é'.q", "'日本' + 1",
              "('é' 'b').x", "'日' + x['é']", "  1 / 0", "[*3]", "{**3}", "{[]}", "{[]: 1}", "f(x=1, **{'x': 2})", "d[x:y:1 / 0]", "(yield_ := 1 / 0)", "a.g[0].h", "int('a')", "len(3)", "max()", "next(iter([]))", "sorted([1, 'a'])", "print(1, foo=2)", "x.real.imag.zz", "(a\n .b\n .c)"]
POSITIONED_STATEMENTS = ["{}", "v = {}", "return {}", "v, w = {}", "v += {}", "del {}", "assert {}, 'm'", "assert x == 9, {}", "raise {}", "raise ValueError from {}", "for v in {}: pass", "while {}: break", "if {}: pass", "with {}: pass", "with {} as v, {}: pass",
                         "d[{}] = 1", "a.b = {}", "({}).q = 1", "v: int = {}", "@({})\ndef g(): pass", "def g(v={}): pass", "class G({}): pass", "import nope.b, os", "from math import nope", "match {}:\n  case int(): pass", "try: {}\nexcept 3: pass", "try: {}\nfinally: x.q",
                         "lambda: {}", "global_ = [v for v in {} if v]", "v = yield_({},\n 1)", "x.q = y.r = {}", "d['a'], d['b'] = 1, {}", "del d['z'], x", "d['z'] += {}", "a.b.c += 1", "type_ = ({},)", "async_ = {}; x", "exec('{}')"]


def spec(rng):
    """A format specification, or nearly one."""
    maybe = lambda pool, chance: rng.choice(pool) if rng.random() < chance else ""
    return (rng.choice(FILLS) + maybe(["+", "-", " ", "++"], 0.25) + maybe(["z"], 0.1) + maybe(["#"], 0.2) + maybe(["0"], 0.2) + maybe(["1", "5", "8", "12", "20", "007", "99999999999999999999"], 0.4)
            + maybe([",", "_", ",_", "__"], 0.2) + maybe([".0", ".1", ".2", ".3", ".10", ".", ".-1", ".1_", ".4,", "._", ".,", ".5n"], 0.35) + rng.choice(SPEC_TYPES))


def from_views(rng, value):
    fill = lambda use: re.sub(r"\{\}", lambda _: rng.choice(SMALL[:9] if rng.random() < 0.7 else SMALL), use).replace("{{", "{").replace("}}", "}")
    return (f"v = {rng.choice(VIEWS)}{rng.choice(CASTS)}\n    try: r = {fill(rng.choice(VIEW_USES))}\n    except BaseException as e: r = repr(e)\n"
            f"    try: r2 = {fill(rng.choice(VIEW_USES))}\n    except BaseException as e: r2 = repr(e)\n"
            "    return r, r2, v.format, v.shape, v.strides, v.ndim, v.itemsize, v.nbytes, v.readonly, v.tobytes()")


def from_specs(rng, value):
    made = spec(rng)
    subject = rng.choice(FORMATTED)
    kind = rng.randrange(3)
    if kind == 0:
        return f"format({subject}, '{made}')"
    if kind == 1:
        return f"'{{:{{}}}}'.format({subject}, '{made}')"
    return f"(f'{{({subject}):{made}}}')" if not re.search(r"[{}\\\\!]", made) else f"({subject}).__format__('{made}')"


def from_fields(rng, value):
    field = lambda: "{" + rng.choice(FIELDS) + rng.choice(CONVERSIONS) + rng.choice(["", "", ":", ":" + spec(rng), ":{}", ":{1}", ":{a}>{1}", ":{:{}}", ":{"]) + rng.choice(["}"] * 12 + ["", "}}"])
    text = "".join(rng.choice([field, field, lambda: rng.choice(["a", "{{", "}}", " ", "é"])])() for _ in range(rng.randint(1, 3)))
    subjects = ["[1, 2]", "3", "'s'", "{'a': 5, 0: 6}", "1+2j", "5", "2.5", "'>4'"]
    call = ", ".join(rng.choice(subjects) for _ in range(rng.randint(0, 3)))
    if rng.random() < 0.15:
        return f"'{text}'.format_map({rng.choice(['{}', 'D(a=1)', 'collections.defaultdict(int)', '[1, 2]', '3', 'types.MappingProxyType(dict(a=3))'])})"
    if rng.random() < 0.15:
        return f"[tuple(t) for t in string.Formatter().parse('{text}')]"
    if rng.random() < 0.15:
        return f"string.Formatter().vformat('{text}', ({call}{', ' if call else ''}), dict(a=7))"
    return f"'{text}'.format({call}{', ' if call else ''}a={rng.choice(subjects)})"


def from_percents(rng, value):
    maybe = lambda pool, chance: rng.choice(pool) if rng.random() < chance else ""
    one = lambda: ("%" + maybe(["(a)", "(b)", "()", "(a", "(a(b))"], 0.15) + "".join(maybe([c], 0.2) for c in "-+ #0") + maybe(["5", "12", "*", "99999999999999999999", "-3"], 0.35)
                   + maybe([".2", ".0", ".", ".*", ".10", ".-1", ".99999999999"], 0.3) + maybe(["l", "h", "L", "ll", "hl"], 0.1) + rng.choice(list("diouxXeEfFgGcrsa%") + ["b", "y", "", "é", "n", "p"]))
    text = "".join(rng.choice([one, one, lambda: rng.choice(["a", " ", "%%"])])() for _ in range(rng.randint(1, 3)))
    subjects = NUMBERS + ["'a'", "'abc'", "b'x'", "None", "bytearray(b'yz')", "decimal.Decimal('1.5')", "'\\ud800'", "[1]", "256", "fractions.Fraction(1, 2)"]
    right = rng.choice([lambda: rng.choice(subjects), lambda: f"({', '.join(rng.choice(subjects) for _ in range(rng.randint(0, 3)))},)".replace("(,)", "()"),
                        lambda: f"{{'a': {rng.choice(subjects)}, '': 1}}", lambda: f"D(a={rng.choice(subjects)})"])()
    kind = rng.choice(["", "", "", "b", "bytearray"])
    if kind and not text.isascii():
        kind = ""
    return f"bytearray(b'{text}') % {right}" if kind == "bytearray" else f"{kind}'{text}' % {right}"


def from_number_texts(rng, value):
    text = "".join(rng.choice(DIGIT_PARTS) for _ in range(rng.randint(1, 5))).replace("'", "\\'")
    call = rng.choice(["int('{}')", "int('{}', 0)", "int('{}', 16)", "int('{}', 36)", "float('{}')", "complex('{}')", "float.fromhex('{}')", "int('{}'.encode('utf-8', 'replace'))", "float('{}'.encode('utf-8', 'replace'))", "int(bytearray('{}', 'utf-8', 'replace'), 7)",
                       "decimal.Decimal('{}')", "fractions.Fraction('{}')", "json.loads('{}')", "eval('{}')", "bytes.fromhex('{}')", "datetime.date.fromisoformat('{}')", "int(E('{}'))", "complex(E('{}'))"])
    return call.format(text)


def from_codecs(rng, value):
    encoding, handler = rng.choice(ENCODINGS), rng.choice(HANDLERS)
    kind = rng.randrange(5)
    if kind < 2:
        text = "".join(rng.choice(TEXT_PARTS) for _ in range(rng.randint(0, 5)))
        return f"('{text}'.encode('{encoding}', '{handler}'))"
    data = "b'" + "".join(rng.choice(BYTE_PARTS) for _ in range(rng.randint(0, 5))).replace("\\\\", "\\") + "'"
    if kind < 4:
        return f"({data}.decode('{encoding}', '{handler}'))"
    return (f"(lambda d, b: [d.decode(b[i:i + {rng.choice([1, 1, 2, 3])}]) for i in range(0, len(b), {rng.choice([1, 2])})] + [d.getstate(), d.decode(b'', {rng.choice(['True', 'False'])})])"
            f"(__import__('codecs').getincrementaldecoder('{encoding}')('{handler}'), {data})")


def from_slices(rng, value):
    part = lambda: rng.choice(["", "0", "1", "-1", "2", "-2", "5", "-9", "100", "None", "True", "I(2)", "2**70", "-2**70", "X(1)", "X('a')", "1.0", "'a'", "X(2**70)"])
    index = rng.choice([lambda: f"{part()}:{part()}", lambda: f"{part()}:{part()}:{part()}", lambda: part() or "0", lambda: f"{part()}:, 0"])()
    target = rng.choice(["list(range(6))", "L('abcdef')", "bytearray(b'abcdef')", "'abcdef'", "b'abcdef'", "(1, 2, 3, 4)", "range(10)", "range(10, 0, -2)", "array.array('h', range(6))", "collections.deque(range(4))", "memoryview(bytearray(b'abcdef'))", "'日本語'",
                         "T((1, 2, 3))", "collections.UserList([1, 2])", "range(2**70)"])
    right = rng.choice(["[]", "[7]", "[7, 8]", "'xy'", "b'xy'", "(9,)", "range(3)", "x", "5", "None", "iter([1, 2])", "array.array('h', [1])", "bytearray(b'z')", "{1: 2}", "x[::-1]"])
    start = f"class X:\n        def __init__(self, v): self.v = v\n        def __index__(self): return self.v\n    x = {target}\n    "
    return start + rng.choice([f"return x[{index}]", f"x[{index}] = {right}; return x", f"del x[{index}]; return x", f"x[{index}] += {right}; return x", f"return slice({index.replace(':', ', ').replace(', , ', ', None, ').strip(', ') or 'None'}).indices({rng.choice(['0', '5', '-1', '2**70', 'None'])})"])


def from_changes(rng, value):
    changes = "".join(f"\n            if i == {rng.randint(0, 2)}: {rng.choice(CHANGES).replace('{{', '{').replace('}}', '}')}" for _ in range(rng.randint(1, 2)))
    return (f"x = {rng.choice(CONTAINERS)}; r = []\n    try:\n        for i, k in enumerate({rng.choice(WALKS)}):\n            r.append(repr(k))\n            if i > 12: break{changes}\n"
            "    except BaseException as e: r.append(repr(e))\n    return r, x")


def from_sorting(rng, value):
    key = rng.choice(["None", "len", "str", "lambda a: -a", "lambda a: len(x) < 9 and x.append(a)", "lambda a: x.clear()", "lambda a: [a]", "lambda a: 1 / a", "functools.cmp_to_key(lambda a, b: a - b)", "functools.cmp_to_key(lambda a, b: 'x')", "X", "type", "operator.itemgetter(0)", "lambda a: a % 3",
                      "lambda a: (a > 2, str(a))", "lambda a: float('nan')", "lambda a: None", "3", "lambda: 1"])
    items = rng.choice(["[3, 1, 2]", "[3, 1.5, True]", "['b', 'a', 'B']", "[1, 'a']", "[(1, 'b'), (1, 'a')]", "[(1, None), (1, None)]", "[(1, None), (1, 2)]", "[float('nan'), 1.0, 0.5]", "[[2], [1]]", "[{1}, {2}, {1, 2}]", "list(range(70, 0, -1))", "[2**70, 1, -2**70]",
                        "[X(2), X(1), X(3)]", "[None, None]", "[1j, 2]", "[b'b', bytearray(b'a')]", "['é', 'e', 'z']", "[X(1), 5]", "[]", "[0]", "[T((2,)), (1,)]", "[I(3), 2, I(1)]", "[1] * 5 + ['a']"])
    returns = rng.choice(["s.v < getattr(o, 'v', 0)", "1 / 0", "'yes'", "None", "NotImplemented", "len(x) < 9 and x.append(1)", "[]"])
    use = rng.choice(["x.sort(key={}, reverse={})", "sorted(x, key={}, reverse={})", "sorted(iter(x), key={}, reverse={})", "min(x, key={})", "max(x, key={}, default={})", "min(*x, key={})", "heapq.nsmallest(2, x, key={})", "list(itertools.groupby(x, {}))", "bisect.bisect(x, 2, key={})",
                      "list(heapq.merge(x, x, key={}, reverse={}))"])
    use = use.replace("{}", key, 1).replace("{}", rng.choice(["True", "False", "0", "5", "None", "'a'"]))
    return (f"class X:\n        def __init__(s, v): s.v = v\n        def __repr__(s): return f'X({{s.v}})'\n        def __lt__(s, o): return {returns}\n    x = {items}\n    try: r = {use}\n    except BaseException as e: r = repr(e)\n    return repr(r), repr(x)")


def from_calls_of_specials(rng, value):
    """Which special methods of two operands are asked, in which order, with what."""
    base = rng.choice(["", "", "", "int", "str", "list", "dict", "tuple", "float", "set", "bytes", "frozenset", "complex", "bytearray"])
    names = rng.sample(SPECIALS, rng.randint(1, 6))
    def method(name, result):
        return f"\n        def {name}(s, *a, **k): r.append(('{name}', [type(i).__name__ for i in a])); return {result}"
    # Without these going on for ever.
    ends = ("__getitem__", "__next__")
    body = "".join(method(n, GOOD[n]) if n in ends else method(n, GOOD.get(n, "NotImplemented" if rng.random() < 0.3 else "4") if rng.random() < 0.8 else rng.choice(["None", "'s'", "1.5", "NotImplemented", "s", "True", "I(2)", "E('e')", "-1"])) for n in names)
    uses = "".join(f"\n    try: r.append(show({use}))\n    except BaseException as e: r.append(re.sub('0x[0-9a-f]+', '', repr(e)))" if "=" not in use.replace("==", "").replace("!=", "").replace("<=", "").split("(")[0]
                   else f"\n    try: {use}\n    except BaseException as e: r.append(re.sub('0x[0-9a-f]+', '', repr(e)))" for use in rng.sample(USES, 3))
    other = rng.choice(["X()", "1", "'a'", "[1]", "Y()", "Y()"])
    return (f"import time as time_\n    def f1(*a, **k): return a, k\n    def raise_(e): raise e\n    r = []\n    class X({base}):{body}\n    class Y(X):{method(rng.choice(names), '5')}\n    x = X(); y = {other}{uses}\n    return str(r)")


def from_groups(rng, value):
    group = lambda: f"{rng.choice(['ExceptionGroup', 'ExceptionGroup', 'BaseExceptionGroup'])}('g', [{', '.join(rng.choice(GROUP_LEAVES) for _ in range(rng.randint(1, 3)))}])"
    start = ("class E1(ValueError): pass\n    def text(e):\n        return [repr(e), repr(e.__cause__), repr(e.__context__), e.__suppress_context__] + [text(i) for i in getattr(e, 'exceptions', ())] if e else None\n    r = []\n    ")
    if rng.random() < 0.35:
        return start + f"g = {group()}\n    g.__notes__ = ['n']\n    v = {rng.choice(GROUP_USES)}\n    return repr(v), [getattr(i, '__notes__', 0) for i in (v if isinstance(v, tuple) else [v])], {rng.choice(GROUP_USES)}"
    clauses = "".join(f"\n            except* {rng.choice(GROUP_TYPES)}{rng.choice(['', ' as e', ' as e'])}:\n                r.append(1)\n                {rng.choice(GROUP_LINES)}" for _ in range(rng.randint(1, 3)))
    end = rng.choice(["", "", "\n            else: r.append('else')", "\n            finally: r.append('finally')", "\n            else: raise KeyError(7)\n            finally: r.append(text(sys.exception()))"])
    body = rng.choice([f"raise {group()}", f"raise {rng.choice(GROUP_LEAVES)}", "pass", f"raise {group()} from KeyError('c')", f"try: 1 / 0\n                finally: raise {group()}"])
    return start + f"e = None\n    def h():\n        try:\n            try:\n                {body}{clauses}{end}\n        except BaseException as e: return text(e)\n    return h(), r, repr(sys.exception())"


def from_formatted(rng, value):
    """A formatted string or a template made of pieces, compiled by itself."""
    quote = rng.choice(QUOTES)
    literal = lambda: rng.choice(PREFIXES) + quote + "".join(rng.choice(PIECES) for _ in range(rng.randint(1, 4))) + quote
    source = literal() + (" " + rng.choice([literal(), "'z'", "b'y'", "f'{w}'", "t'{w}'"]) if rng.random() < 0.2 else "")
    source = source.replace("\\\\", "\\")
    return (f"space = dict(x=3, w=6, d=dict(k=2), a=[1])\n    source = {source!r}\n    try: v = eval(source, space)\n    except SyntaxError as e: return e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, e.text\n"
            "    if hasattr(v, 'strings'): return v.strings, [re.sub('0x[0-9a-f]+', '', repr((i.value, i.expression, i.conversion, i.format_spec))) for i in v.interpolations]\n    return re.sub('0x[0-9a-f]+', '', repr(v))")


def from_type_params(rng, value):
    source = rng.choice(TYPE_SUBJECTS).format(rng.choice(TYPE_PARAMS)).replace("\n    ", "\n")
    uses = "".join(f"\n    try: r.append(text(eval({use!r}, space)))\n    except BaseException as e: r.append(text(repr(e)))" for use in rng.sample(TYPE_USES, 4))
    return (f"import annotationlib\n    r = []\n    text = lambda v: re.sub('0x[0-9a-f]+', '', str(v))\n    space = dict(typing=typing, copy=copy, annotationlib_=annotationlib, __name__='m')\n    source = {source!r}\n    try: exec(source, space)\n"
            f"    except SyntaxError as e: return e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, e.text\n    except Exception as e: return text(repr(e)){uses}\n    return r")


def from_annotations(rng, value):
    lines = rng.sample(ANNOTATIONS, rng.randint(1, 4))
    kind = rng.randrange(3)
    if kind == 0:
        lines = [line for line in lines if re.fullmatch(r"\w+: .*", line)] or ["a: int"]
        source = f"def K({', '.join(line.split(' = ')[0] for line in lines)}) -> undefined: pass\n"
    else:
        source = "".join(f"{'  ' if kind == 1 else ''}{line}\n" for line in lines)
        source = "class K:\n  r = j = 1\n" + source if kind == 1 else source
    if rng.random() < 0.2:
        source = "from __future__ import annotations\n" + source
    return (f"import annotationlib\n    text = lambda v: re.sub('0x[0-9a-f]+', '', str(v))\n    m = types.ModuleType('m'); space = vars(m); space.update(r=[1], l=[0], typing=typing)\n    space['j'] = types.SimpleNamespace()\n    source = {source!r}\n    try: exec(source, space)\n"
            "    except SyntaxError as e: return e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, e.text\n    except Exception as e: return text(repr(e))\n    r = [sorted(set(space) - {'__builtins__', '__warningregistry__', 'r', 'j', 'l', 'typing'})]\n    K = space.get('K', m)\n"
            "    for format in (1, 3, 4):\n        try: r.append(text(annotationlib.get_annotations(K, format=format)))\n        except BaseException as e: r.append(text(repr(e)))\n"
            "    try: r.append(text(K.__annotations__))\n    except BaseException as e: r.append(text(repr(e)))\n    return r")


def from_positions(rng, value):
    """Where a traceback points to, in a source of a few statements."""
    statements = []
    for _ in range(rng.randint(1, 2)):
        made = rng.choice(POSITIONED_STATEMENTS)
        statements.append(re.sub(r"\{\}", lambda _: rng.choice(POSITIONED), made))
    inner = "\n".join(statements) if rng.random() < 0.5 else "try:\n " + statements[0].replace("\n", "\n ") + "\nexcept ZeroDivisionError as e:\n x.q"
    source = "def run(x, y, d, a, f):\n " + inner.replace("\n", "\n ") + "\nrun(1, 2, {'k': 1}, types, lambda p, q=0: p.q)\n"
    return (f"import traceback\n    source = {source!r}\n    try: exec(compile(source, 'f', 'exec'), dict(types=types))\n    except SyntaxError as e: return e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset\n"
            "    except BaseException as e: return repr(e), [(s.lineno, s.end_lineno, s.colno, s.end_colno, s.name) for s in traceback.extract_tb(e.__traceback__)[1:]], e.__context__ and [(s.lineno, s.colno, s.end_colno) for s in traceback.extract_tb(e.__context__.__traceback__)]\n    return 'none'")


def from_trees(rng, value):
    """The tree, the tokens or the symbols of a source, faulty or not."""
    source = rng.choice(structure.SOURCES) + rng.choice(structure.SOURCES)
    for _ in range(rng.choice([0, 1, 1, 2])):
        tokens = re.findall(r"\w+|\s|[^\w\s]", source)
        at = rng.randrange(len(tokens))
        tokens[at:at + rng.randint(0, 1)] = [rng.choice(structure.FAULTS)]
        source = "".join(tokens)
    kind = rng.randrange(4)
    if kind == 0:
        call = "import ast\n    r = ast.dump(ast.parse(source), include_attributes=True)"
    elif kind == 1:
        call = "import ast\n    r = ast.unparse(ast.parse(source))"
    elif kind == 2:
        call = "import tokenize, io\n    r = []\n    for t in tokenize.generate_tokens(io.StringIO(source).readline): r.append(tuple(t))"
    else:
        call = "import symtable\n    def walk(t): return [t.get_type().name, t.get_name(), t.get_lineno(), sorted(str(s) + str(s.is_annotated()) for s in t.get_symbols()), [walk(c) for c in t.get_children()]]\n    r = str(walk(symtable.symtable(source, 'f', 'exec')))"
    return (f"source = {source!r}\n    try:\n        {call.replace(chr(10) + '    ', chr(10) + '        ')}\n    except SyntaxError as e: return type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset\n"
            "    return [str(r)[i:i + 300] for i in range(0, len(str(r)), 300)]")


EXPRESSIONS = [from_specs, from_fields, from_percents, from_number_texts, from_codecs]
BODIES = [from_views, from_slices, from_changes, from_sorting, from_calls_of_specials, from_calls_of_specials, from_groups, from_formatted, from_type_params, from_annotations, from_positions, from_positions, from_trees]
