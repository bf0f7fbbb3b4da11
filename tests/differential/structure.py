"""More of what the fuzzer's programs are made of: classes with all sorts of bases, sources with a fault, dates, decimals,
coroutines and asynchronous generators driven by hand, `with` and `try` in all ways out, names in all scopes.

Each function makes the body of one step from a random generator: statements that return.
"""
import re

BASES = ["object", "int", "str", "list", "dict", "tuple", "float", "type", "Exception", "OSError", "A", "B", "C", "S", "M", "typing.Generic[T0]", "bool", "None",
         "range", "slice", "property", "staticmethod", "super", "types.FunctionType", "types.ModuleType", "types.SimpleNamespace", "collections.deque", "enum.Enum",
         "frozenset", "bytearray", "memoryview", "typing.Protocol", "collections.abc.Mapping", "list[int]", "A, B", "B, A", "A, S", "S, S2", "int, str", "A, A",
         "object, A", "A, object", "Exception, ValueError", "dict, A", "S, dict"]
CLASS_BODIES = ["__slots__ = ()", "__slots__ = 'a'", "__slots__ = ('a', 'b')", "__slots__ = ['__dict__']", "__slots__ = '__weakref__'", "__slots__ = ('a', 'a')",
                "__slots__ = 3", "__slots__ = ('1a',)", "a = 1", "a = property(lambda s: 5)", "__hash__ = None", "__eq__ = None", "def __eq__(s, o): return True",
                "def __init__(self, *a, **k): self.x = a", "def __new__(cls, *a, **k): return object.__new__(cls)", "def __new__(cls, *a): return 3",
                "def __init_subclass__(cls, **k): cls.sub = sorted(k)", "def __set_name__(s, o, n): s.n = n", "__class_getitem__ = classmethod(lambda c, i: i)",
                "def __getattr__(s, n): return n", "def __setattr__(s, n, v): raise TypeError(n)", "def __delattr__(s, n): pass",
                "@classmethod\n        def a(cls): return cls.__name__", "@staticmethod\n        def a(): return 7", "__call__ = None", "def __iter__(s): yield 1",
                "__iter__ = None", "__match_args__ = ('a',)", "a: int = 3", "__annotations__ = {}", "__doc__ = 'd'", "__module__ = 'm'", "__qualname__ = 'Q'",
                "__qualname__ = 1", "def __bool__(s): return 2", "def __repr__(s): return 'r'", "__len__ = 4", "def __mro_entries__(s, b): return ()",
                "def a(self): return super().__init__()", "def a(self): return __class__", "__dict__ = {}", "__weakref__ = 1", "__classcell__ = 1",
                "def __prepare__(*a): return {}", "nonlocal r; r = [1]", "class a: b = 1", "def __contains__(s, i): return i", "pass"]
CLASS_USES = ["N()", "N(1)", "N('a', b=2)", "x.a", "setattr(x, 'a', 4)", "delattr(x, 'a')", "setattr(x, 'zz', 4)", "x.__dict__", "[c.__name__ for c in N.__mro__]",
              "N.__bases__", "setattr(N, '__bases__', (A,))", "setattr(N, '__bases__', (S,))", "setattr(N, '__bases__', (object,))", "setattr(x, '__class__', A)",
              "setattr(x, '__class__', N)", "setattr(A(), '__class__', N)", "N.__name__, N.__qualname__, N.__module__, N.__doc__", "setattr(N, '__name__', 'Z')",
              "setattr(N, '__name__', 3)", "hash(x) is None", "x == x, x != x", "bool(x)", "len(x)", "list(x)", "x()", "copy.copy(x)",
              "x.__reduce_ex__(2)[0].__name__", "x.__reduce_ex__(0)[0].__name__", "N[int]", "type(N)", "isinstance(x, A), issubclass(N, B)", "N.__subclasses__()",
              "type.mro(N)[0]", "super(N, x).a", "super(N, N)", "x.a()", "N.a()", "sorted(vars(N).keys() - {'x'})", "N.__dictoffset__ != 0, N.__weakrefoffset__ != 0",
              "N.__slots__", "type('K', (N,), {})", "types.new_class('K', (N,), {'q': 1})", "N | int", "N.__annotations__", "delattr(N, 'a')", "delattr(N, '__doc__')",
              "setattr(N, '__slots__', 1)", "object.__getstate__(x)", "pickle_(x)", "N.__flags__ & 1024 != 0", "dir(N)[-1]", "N.__text_signature__", "x.__init__(1, 2)",
              "N.__new__(N, 1)", "N.__new__(A)", "object.__new__(N)", "object.__new__(N, 1)", "N.sub", "x.__sizeof__() > 0", "str(x)"]
CLASS_START = """class M(type):
        def __call__(cls, *a, **k): return (super().__call__(*a, **k), a)[0]
    class A: pass
    class B:
        def a(self): return 'B'
    class C(A, B): pass
    class S: __slots__ = 'a', 'b'
    class S2: __slots__ = 'c',
    T0 = typing.TypeVar('T0')
    def pickle_(x):
        import pickle
        return pickle.loads(pickle.dumps(x, 2)) is not x
    def text(v):
        # Documentation is in words of its own.
        if type(v) is dict: v = {k: w for k, w in v.items() if k != '__doc__'}
        return re.sub(r"0x[0-9a-f]+", "", str(v) if not isinstance(v, (set, frozenset)) else str(sorted(map(str, v))))
    r = []
"""

SOURCES = ["def f(a, b=1, *c, d, **e):\n    return a + b\n", "class A(B, metaclass=C):\n    x: int = 1\n", "for i in range(3):\n    print(i)\nelse:\n    pass\n",
           "try:\n    f()\nexcept (A, B) as e:\n    raise C from e\nfinally:\n    g()\n", "with open('x') as f, g() as (a, b):\n    pass\n", "x = [i for i in y if i > 2]\n",
           "match x:\n    case [1, *rest] if rest:\n        pass\n    case {'a': b, **c}:\n        pass\n", "lambda x, /, y=2, *, z: (x, y)\n",
           "x = {1: 2, **a}\ny = {*b, 3}\n", "async def f():\n    async with a as b:\n        await c\n    return [x async for x in y]\n",
           "f'{a!r:>{w}} {b=} {c:%Y}'\n", "a = b = c if d else e\n", "x[1:2, ::3] += 4\n", "global a\ndef f():\n    nonlocal b\n", "@d(1)\ndef f[T: int](x: T) -> T: ...\n",
           "type X[T, *U, **V] = list[T]\n", "print('a' 'b', b'c', 1_000, 0x1F, 1e5j)\n", "del a, b[0], c.d\n", "import a.b as c, d\nfrom .e import (f as g, h,)\n",
           "while a := f():\n    break\n", "assert x, 'message'\n", "if a:\n    b\nelif c:\n    d\nelse:\n    e\n", "return\n", "yield x\n",
           "def g():\n    x = yield\n    yield from y\n", "(a, *b), c = d\n", "x = not a in b is not c\n", "t'{a} {b!s}'\n", "try:\n    a\nexcept* B:\n    c\n",
           "f(a, *b, c=1, **d)\n", "a.b.c[d](e)(f=g)\n", "x = '''a\n  b'''\n", "if 1:\n\tx\n        y\n", "x = (1,\n     2)\n", "def f(): return (yield)\n",
           "'\\d \\N{DIGIT ONE} \\x41'\n"]
FAULTS = ["(", ")", "[", "]", "{", "}", ":", ",", "=", "==", ":=", "*", "**", ".", "...", "->", "@", "!", "?", "$", "'", '"', "\\", "#", "\n", " ", "    ", "if", "else",
          "for", "in", "def", "class", "lambda", "return", "yield", "await", "async", "import", "from", "as", "is", "not", "None", "True", "print", "match", "case", "x",
          "1", "1x", "0777", "1_", "'a'", "f'{'", "b'é'", "\t", "é", "€", "del", "try", "except", "with", "pass", "global", "nonlocal", "__debug__", "f'{a b}'", "+", "-",
          "<>", "!=", "type", "0b2", "1e", "f'{}'", "\x00", "\u00a0", "assert", "raise", "while"]

DATES = ["datetime.date(2024, 2, 29)", "datetime.datetime(2024, 12, 31, 23, 59, 59, 999999)", "datetime.time(1, 2, 3)", "datetime.timedelta(1, 2, 3)",
         "datetime.timezone.utc", "datetime.timedelta(-1)", "datetime.datetime(1, 1, 1)", "datetime.date.max", "datetime.timedelta.max", "datetime.timedelta(0.5)",
         "datetime.timezone(datetime.timedelta(hours=5, minutes=30), 'X')", "datetime.datetime(2020, 6, 1, tzinfo=datetime.timezone.utc)",
         "datetime.time(12, tzinfo=datetime.timezone.utc, fold=1)", "datetime.date(2020, 1, 1)"]
DATE_TEXTS = ["'2020-01-01'", "'2020-01-01T10:20:30.5+01:00'", "'2020W101'", "'10:20'", "'20200101'", "'%Y-%m-%d %H:%M:%S.%f %z %j'", "'x'", "'%a %b %U %p %y %%'",
              "'24:00'", "'T10'", "'%'"]
DATE_ARGUMENTS = ["0", "1", "2024", "13", "-1", "31", "1.5", "10**10", "'a'", "None", "sep=' '", "timespec='minutes'", "fold=1", "tzinfo=datetime.timezone.utc", "year=3",
                  "hours=5", "days=2**40", "float('nan')"]
# What the clock or the place has a say in; and what refuses several wrong arguments in another order than Taipan.
LEFT_OUT = ["today", "now", "utcnow", "fromtimestamp", "utcfromtimestamp", "timestamp", "astimezone", "fromisocalendar", "fromordinal", "strptime",
            "combine", "isoformat"]
BINARY = ["+", "-", "*", "/", "//", "%", "<", "<=", "==", "!=", "**"]
DECIMALS = ["decimal.Decimal('1.10')", "decimal.Decimal('-0')", "decimal.Decimal('NaN')", "decimal.Decimal('sNaN12')", "decimal.Decimal('Infinity')",
            "decimal.Decimal('1E+400')", "decimal.Decimal('1E-400')", "decimal.Decimal(3)", "decimal.Decimal('123456789.987654321')", "decimal.Decimal('-7')",
            "decimal.Decimal('1E+999999')", "decimal.Decimal('0.5')", "decimal.Decimal(10) ** 40", "decimal.Decimal('2.50')"]
DECIMAL_ARGUMENTS = ["2", "-1", "0.5", "'1.5'", "'x'", "None", "True", "fractions.Fraction(1, 3)", "rounding=decimal.ROUND_UP", "context=decimal.Context(prec=3)",
                     "context=None", "rounding='x'", "10**30", "(0, (1, 2), -1)"]
DECIMAL_FORMATS = ["", ".2f", "e", "g", "10.3", "+", "<12", "010.2f", ",", "_", "%", ".0e", "n", "x", "z.1f", "^20", "E"]
CONTEXTS = ["", "", "", "prec=3", "prec=50, Emax=99, Emin=-99", "rounding=decimal.ROUND_FLOOR", "traps=[]", "traps=[], prec=2, clamp=1", "prec=4, capitals=0",
            "traps=[decimal.Inexact]"]


def arguments(rng, pool, most):
    """Up to so many arguments of the pool, those with a keyword last and once each."""
    chosen = [rng.choice(pool) for _ in range(rng.randint(0, most))]
    is_named = lambda text: re.match(r"[a-z]+=", text)
    named = {text.split("=")[0]: text for text in chosen if is_named(text)}
    return ", ".join([text for text in chosen if not is_named(text)] + list(named.values()))


def from_classes(rng, value):
    keywords = rng.choice(["", "", "", "", ", metaclass=M", ", metaclass=type", ", q=1", ", metaclass=len", ", metaclass=lambda *a, **k: 5"])
    body = "".join(f"\n        {line}" for line in rng.sample(CLASS_BODIES, rng.randint(1, 3)))
    uses = "".join(f"\n    try: r.append(text({use}))\n    except BaseException as e: r.append(text(repr(e)))" for use in rng.sample(CLASS_USES, 5))
    made = rng.choice(["N()", "N()", "N(1)", "N.__new__(N)"])
    return (f"{CLASS_START}    class N({rng.choice(BASES)}{keywords}):{body}\n    x = None\n    try: x = {made}"
            f"\n    except Exception as e: r.append(text(repr(e))){uses}\n    return r")


def from_syntax(rng, value):
    """A source with one or two tokens too many, too few or exchanged."""
    source = rng.choice(SOURCES) + (rng.choice(SOURCES) if rng.random() < 0.3 else "")
    for _ in range(rng.choice([1, 1, 1, 2])):
        tokens = re.findall(r"\w+|\s|[^\w\s]", source)
        at, kind = rng.randrange(len(tokens)), rng.randrange(4)
        if kind == 0:
            del tokens[at]
        elif kind == 1:
            tokens.insert(at, rng.choice(FAULTS))
        elif kind == 2:
            tokens[at] = rng.choice(FAULTS)
        else:
            other = rng.randrange(len(tokens))
            tokens[at], tokens[other] = tokens[other], tokens[at]
        source = "".join(tokens)
    mode = rng.choice(["exec"] * 8 + ["eval", "single"])
    return (f"try: return compile({source!r}, 'f', {mode!r}).co_names\n"
            "    except SyntaxError as e: return type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, e.text")


def from_datetime(rng, value):
    kind = rng.randrange(4)
    if kind == 0:
        return f"return ({rng.choice(DATES)}) {rng.choice(BINARY)} ({rng.choice(DATES + ['2', '1.5', 'None', '-3'])})"
    if kind == 1:
        return f"return datetime.{rng.choice(['date', 'datetime', 'time', 'timedelta'])}({arguments(rng, DATE_ARGUMENTS + DATES, 6)})"
    if kind == 2:
        return f"return format({rng.choice(DATES)}, {rng.choice(DATE_TEXTS)})"
    given = arguments(rng, DATES + DATE_TEXTS + DATE_ARGUMENTS, 2)
    return (f"x = {rng.choice(DATES)}; names = [n for n in dir(x) if n[0] != '_' and n not in {LEFT_OUT}]; "
            f"r = getattr(x, names[{rng.randrange(60)} % len(names)]); return r({given}) if callable(r) else r")


def from_decimal(rng, value):
    kind = rng.randrange(4)
    if kind == 0:
        use = f"({rng.choice(DECIMALS)}) {rng.choice(BINARY)} ({rng.choice(DECIMALS + DECIMAL_ARGUMENTS[:8])})"
    elif kind == 1:
        use = f"format({rng.choice(DECIMALS)}, {rng.choice(DECIMAL_FORMATS)!r})"
    elif kind == 2:
        use = f"decimal.Decimal({arguments(rng, DECIMAL_ARGUMENTS + DECIMALS, 2)})"
    else:
        names = "[n for n in dir(decimal.Decimal) if n[0] != '_']"
        use = (f"(lambda r: r({arguments(rng, DECIMALS + DECIMAL_ARGUMENTS, 2)}) if callable(r) else r)"
               f"(getattr({rng.choice(DECIMALS)}, {names}[{rng.randrange(70)}]))")
    return (f"with decimal.localcontext({rng.choice(CONTEXTS)}) as c:\n        c.clear_flags()\n        r = {use}\n"
            "        return r, [f.__name__ for f, on in c.flags.items() if on]")


ASYNC_LINES = ["x = await Later(1)", "x = await Later(r)", "yield 1", "x = yield 2", "r.append(x)", "return", "raise ValueError('v')", "raise StopIteration(1)",
               "raise StopAsyncIteration", "async for y in agen2(): yield y", "try: yield 3\n        except ValueError as e: r.append(repr(e))",
               "try: yield 4\n        finally: r.append('finally')", "try: await Later(2)\n        finally: await Later(3)", "async with Manager(): yield 5",
               "x = [y async for y in agen2()]", "x = [await Later(y) for y in (1, 2)]", "try: yield 6\n        except GeneratorExit: yield 7",
               "try: yield 8\n        except GeneratorExit: await Later(4)", "x = (y async for y in agen2())", "await agen2()", "await 1", "x = await coro2()"]
ASYNC_START = """class Later:
        def __init__(self, v): self.v = v
        def __await__(self):
            got = yield self.v
            return ('got', got)
    class Manager:
        async def __aenter__(self): r.append('enter'); await Later('e')
        async def __aexit__(self, *a): r.append(('exit', repr(a[1]))); return len(r) % 2 == 0
    async def agen2():
        yield 'a'
        await Later('w')
        yield 'b'
    async def coro2(): return await Later('c')
    r = []
    x = 0
"""
ASYNC_CALLS = ["__anext__()", "asend(None)", "asend(5)", "athrow(ValueError('t'))", "athrow(GeneratorExit)", "aclose()", "athrow(StopAsyncIteration)", "athrow(1)", "asend()"]
CORO_CALLS = ["send(None)", "send(5)", "throw(ValueError('t'))", "close()", "throw(GeneratorExit)", "__await__().__next__()", "throw(KeyError)"]


def from_async(rng, value):
    """A coroutine or an asynchronous generator, driven by hand."""
    is_generator = rng.random() < 0.6
    lines = [line for line in rng.sample(ASYNC_LINES, rng.randint(1, 4)) if is_generator or "yield" not in line]
    body = "".join(f"\n        {line}" for line in ["x = 0", *lines])
    steps = ""
    for _ in range(rng.randint(2, 6)):
        if is_generator and rng.random() < 0.6:
            steps += f"\n    try: a = g.{rng.choice(ASYNC_CALLS)}; r.append(type(a).__name__)\n    except BaseException as e: r.append(repr(e))"
        target = "a" if is_generator else "g"
        steps += (f"\n    try: r.append({target}.{rng.choice(CORO_CALLS)})"
                  f"\n    except BaseException as e: r.append((repr(e), repr(e.__context__), repr(e.__cause__), getattr(e, 'value', 0)))")
    start = "a = g.asend(None)" if is_generator else "a = g"
    kind = "ag" if is_generator else "cr"
    end = f"[g.{kind}_running, g.{kind}_frame is None, str(getattr(g, '{kind}_await')).split(' at ')[0], str(r)]"
    return f"{ASYNC_START}    async def f():{body}{chr(10)}        {'yield 0' if is_generator else 'return 9'}\n    g = f(); {start}{steps}\n    return {end}"


WAYS_OUT = ["return 1", "break", "continue", "raise KeyError(1)", "pass", "r.append(i)", "return r.append('x')", "raise", "i / 0", "raise ValueError from e0", "del i", "i = 7",
            "r.append(repr(sys.exception()))", "yield_ = 1", "return (yield_ := 2)"]


def from_ways_out(rng, value):
    """Nested `try`, `with`, loops and `match`, left in all ways."""
    def block(depth, indent):
        pad = "    " * indent
        if depth == 0 or rng.random() < 0.3:
            return "".join(f"{pad}{line}\n" for line in rng.sample(WAYS_OUT, rng.randint(1, 2)))
        inner = lambda: block(depth - 1, indent + 1)
        return rng.choice([
            lambda: f"{pad}try:\n{inner()}{pad}except {rng.choice(['ValueError', 'KeyError', 'Exception', '(KeyError, ZeroDivisionError)', 'e0'])}{rng.choice(['', ' as e'])}:\n{inner()}"
                    + rng.choice(["", f"{pad}else:\n{inner()}"]) + rng.choice(["", f"{pad}finally:\n{inner()}"]),
            lambda: f"{pad}try:\n{inner()}{pad}finally:\n{inner()}",
            lambda: f"{pad}with Manager({rng.choice(['0', '1', 'r'])}) as m:\n{inner()}",
            lambda: f"{pad}for j in range(2):\n{inner()}" + rng.choice(["", f"{pad}else:\n{inner()}"]),
            lambda: f"{pad}if {rng.choice(['i', 'r', 'not i', 'len(r) > 2'])}:\n{inner()}",
            lambda: f"{pad}match i:\n{pad}    case 0 | 1 as n:\n{block(depth - 1, indent + 2)}{pad}    case _:\n{block(depth - 1, indent + 2)}",
        ])()
    return ("import sys\n    r = []; e0 = KeyError('e0')\n    class Manager:\n        def __init__(self, quiet): self.quiet = quiet\n"
            "        def __enter__(self): r.append('enter'); return self\n        def __exit__(self, *a): r.append(repr(a[1])); return self.quiet\n"
            f"    def g():\n        for i in range(3):\n{block(3, 3)}\n        else: r.append('else')\n"
            "    try: v = g()\n    except BaseException as e: v = repr(e), repr(e.__context__), repr(e.__cause__), e.__suppress_context__\n    return v, str(r), repr(sys.exception())")


NAMES = ["a", "b", "c"]
SCOPE_LINES = ["{0} = 1", "print_({0})", "del {0}", "global {0}", "nonlocal {0}", "for {0} in 'xy': pass", "[{0} for {0} in (1, 2)]", "({0} := 3)", "[({0} := i) for i in (4, 5)]",
               "import math as {0}", "class {0}: pass", "def {0}(): pass", "r.append(sorted(n for n in locals() if n in 'abc'))", "lambda: {0}", "try: 1/0\n{1}except Exception as {0}: pass",
               "{0}: int", "{0}: int = 5", "r.append((lambda {0}={0}: {0})())", "with Manager() as {0}: pass", "{0} += 1", "r.append([{0} for _ in 'x'])", "exec('{0} = 8')",
               "r.append(eval('{0}', globals(), locals()))", "match 6:\n{1}    case {0}: pass", "r.append(type({0}).__name__)", "type {0} = int", "print_(__class__)"]


def from_scopes(rng, value):
    """Names that are bound, read, declared and deleted in nested scopes; compiled by itself, since it may be refused."""
    def block(depth, indent):
        pad = "    " * indent
        text = ""
        for _ in range(rng.randint(1, 3)):
            if depth and rng.random() < 0.45:
                kind = rng.choice(["def f({0}=0):", "def f():", "class K:", "def f(*{0}):", "class K[{0}]:", "def f[{0}]():"])
                call = f"{pad}f()\n" if kind.startswith("def") else ""
                text += f"{pad}{kind.format(rng.choice(NAMES))}\n{block(depth - 1, indent + 1)}{call}"
            else:
                text += pad + rng.choice(SCOPE_LINES).format(rng.choice(NAMES), pad) + "\n"
        return text
    source = block(3, 0)
    for name in NAMES:
        # One after the other in one function, CPython takes the second's name for the first's variable (see tests/differences).
        if f"r.append([{name} for _ in 'x'])" in source:
            source = source.replace(f"[{name} for {name} in (1, 2)]", f"list({name} for {name} in (1, 2))")
    return ("r = []\n    class Manager:\n        def __enter__(self): return 9\n        def __exit__(self, *a): pass\n"
            f"    space = dict(r=r, Manager=Manager, print_=lambda x: r.append(x), a=-1)\n    source = {source!r}\n    try: exec(source, space)\n"
            "    except SyntaxError as e: return e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset\n"
            "    except Exception as e: return type(e).__name__, str(e), e.__traceback__.tb_next and e.__traceback__.tb_next.tb_lineno, re.sub('0x[0-9a-f]+', '', str(r))\n"
            "    return re.sub('0x[0-9a-f]+', '', str(r)), sorted(set(space) - {'__builtins__', 'Manager', 'print_'})")


BODIES = [from_classes, from_syntax, from_syntax, from_datetime, from_decimal, from_async, from_ways_out,
          from_scopes]
