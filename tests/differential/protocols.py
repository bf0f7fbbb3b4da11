"""More of what the fuzzer's programs are made of: protocols that classes take part in. Who is asked for an attribute and in which
order, what a class statement calls, the order in which operands are evaluated, generators inside of generators, `match` on classes,
comprehensions of all forms, copies and pickles.

Each function makes the body of one step from a random generator: statements that return.
"""

HOOKS = {
    "__getattribute__": ["return super().__getattribute__(n)", "return object.__getattribute__(s, n)", "raise AttributeError(n)", "return ('all', n)", "raise KeyError(n)",
                         "return super().__getattribute__('b') if n == 'a' else super().__getattribute__(n)"],
    "__getattr__": ["raise AttributeError(n)", "return ('else', n)", "return s.b", "raise AttributeError(n, name=n, obj=s)", "return super().__getattr__(n)", "raise TypeError(n)", "return getattr(type(s), n)"],
    "__setattr__": ["super().__setattr__(n, v)", "object.__setattr__(s, n, v)", "s.__dict__[n] = v", "raise AttributeError(n)", "pass", "super().__setattr__(n + '_', v)", "type.__setattr__(s, n, v)"],
    "__delattr__": ["super().__delattr__(n)", "pass", "raise AttributeError(n)", "del s.__dict__[n]"],
}
PARAMETERS = {"__getattribute__": "s, n", "__getattr__": "s, n", "__setattr__": "s, n, v", "__delattr__": "s, n"}
DESCRIPTORS = ["D('__get__')", "D('__get__', '__set__')", "D('__set__')", "D('__get__', '__delete__')", "D('__delete__')", "D('__get__', '__set__', '__delete__', '__set_name__')", "property(lambda s: s.b)",
               "property(lambda s: 1 / 0, lambda s, v: None)", "property()", "property(None, None, lambda s: r.append('del'))", "functools.cached_property(lambda s: 8)", "classmethod(lambda c: c.__name__)", "staticmethod(len)",
               "functools.partial(print, 1)", "functools.partialmethod(lambda *a: len(a), 1)", "lambda s: 9", "len", "5", "D('__set_name__')", "D('__get__', error=AttributeError('d'))", "D('__get__', error=KeyError('d'))",
               "classmethod(property(lambda c: 7))", "types.DynamicClassAttribute(lambda s: 6)", "D('__get__', '__set__', error=ValueError('d'))", "functools.singledispatchmethod(lambda s, v: v)", "str.upper", "int", "types.MethodType(len, 'ab')"]
ATTRIBUTE_USES = ["x.a", "x.b", "x.zz", "N.a", "N.zz", "set_(x, 'a', 1)", "set_(x, 'zz', 2)", "set_(N, 'a', 3)", "del_(x, 'a')", "del_(x, 'zz')", "del_(N, 'a')", "hasattr(x, 'a'), hasattr(x, 'zz')", "getattr(x, 'a', 'no')", "getattr(N, 'zz', 'no')",
                  "vars(x)", "x.__dict__", "x.__class__.__name__", "super(N, x).a", "super(N, N).a", "x.a()", "N.a()", "N.a(x)", "object.__getattribute__(x, 'a')", "x.__dict__.update(a='dict')", "x.__dict__.pop('a', 0)",
                  "operator.attrgetter('a.real')(x)", "sorted(set(dir(x)) & {'a', 'b', 'zz'})", "x.__dict__ is vars(x)", "[x.a for _ in 'ab']", "x.__doc__", "N.__a", "set_(x, 'b', x)", "inc(x)", "setattr(x, 1, 2)",
                  "getattr(x, 'é')", "setattr(x, 'a' * 2, 5)", "types.MethodType(N.__dict__['a'], x)", "inspect_static(x, 'a')", "x == x", "len(x)", "x()", "x[0]", "x + 1", "str(x)[:2]", "copy.copy(x).__class__", "x.__reduce_ex__(4)[0].__name__", "x.__init__()",
                  "object.__setattr__(x, 'a', 4)", "object.__delattr__(x, 'a')", "type.__setattr__(N, 'b', 4)", "match_(x)", "set_(N, '__getattr__', lambda s, n: n)", "del_(N, '__getattr__')", "set_(N, 'a', property(lambda s: 'late'))"]


def from_attributes(rng, value):
    """Who is asked for an attribute, in which order."""
    def hooks(level, pad):
        return "".join(f"\n{pad}def {n}({PARAMETERS[n]}):\n{pad}    if str(n)[:2] != '__': r.append(('{level}{n[2:-2]}', n))\n{pad}    {rng.choice(HOOKS[n])}" for n in rng.sample(list(HOOKS), rng.choice([0, 0, 1, 1, 2])))
    slots = rng.choice(["", "", "", "\n        __slots__ = 'b', '__dict__'", "\n        __slots__ = 'b',", "\n        __slots__ = ('b', 'zz')"])
    # What a method of Python code raises gets a name and an object or not by how often it ran.
    uses = "".join(f"\n    try: r.append(text({use}))\n    except BaseException as e: r.append(text(repr(e)){'' if 'del' in use else ' + named(e)'})" for use in rng.sample(ATTRIBUTE_USES, 6))
    members = "".join(f"\n        {n} = {rng.choice(DESCRIPTORS)}" for n in rng.sample(["a", "b", "zz", "a"], rng.choice([0, 1, 1, 2])) if n not in slots)
    return f"""import inspect
    r = []
    text = lambda v: re.sub('0x[0-9a-f]+', '', str(v))
    named = lambda e: text((e.name, object.__repr__(e.obj).split(' ')[0])) if isinstance(e, AttributeError) and 'has no attribute' in str(e) and 'super' not in str(e) else ''
    def set_(o, n, v): setattr(o, n, v)
    def del_(o, n): delattr(o, n)
    def inc(o): o.a += 1; return o.a
    def match_(o):
        match o:
            case N(a=1): return 1
            case N(a=v, zz=w): return v, w
            case object(a=v): return v
    inspect_static = lambda o, n: type(inspect.getattr_static(o, n, 'no')).__name__
    def D(*names, error=None):
        def get(s, o, c=None):
            r.append(('get', o is None, c and c.__name__))
            if error: raise error
            return 'got'
        def set_name(s, c, n): r.append(('name', c.__name__, n))
        all_ = dict(__get__=get, __set__=lambda s, o, v: r.append(('set', v)), __delete__=lambda s, o: r.append('delete'), __set_name__=set_name)
        return type('D', (), {{n: all_[n] for n in names}})()
    class M(type):
        {rng.choice(['pass', 'pass', 'a = ' + rng.choice(DESCRIPTORS), 'zz = ' + rng.choice(DESCRIPTORS)])}{hooks('meta ', '        ')}
    class O({rng.choice(['', '', 'metaclass=M'])}):{chr(10) + '        __slots__ = ()' if slots else ''}
        {rng.choice(['pass', 'a = ' + rng.choice(DESCRIPTORS), 'b = ' + rng.choice(DESCRIPTORS)])}{hooks('base ', '        ')}
    class N(O{rng.choice(['', '', ', metaclass=M'])}):{slots}
        def __init__(s): s.b = 0{members}{hooks('', '        ')}
    try: x = N()
    except BaseException as e: r.append(text(repr(e))); x = object.__new__(N)
    {uses.lstrip()}
    return r"""


META_LINES = ["def __new__(m, n, b, d, **k): r.append(('meta new', n, sorted(k))); return super().__new__(m, n, b, d)", "def __new__(m, n, b, d, **k): r.append(('meta new', n)); return super().__new__(m, n, b, d, **k)",
              "def __new__(m, *a): return super().__new__(m, *a)", "def __init__(c, *a, **k): r.append(('meta init', a[0], sorted(k)))", "def __init__(c, *a): super().__init__(*a)",
              "def __call__(c, *a, **k): r.append(('call', c.__name__, a, sorted(k))); return super().__call__(*a, **k)", "def __call__(c, *a): return ('called', a)", "@classmethod\n        def __prepare__(m, n, b, **k): r.append(('prepare', n, sorted(k))); return {'made': n}",
              "def __prepare__(n, b, **k): return Space()", "@classmethod\n        def __prepare__(m, n, b): return types.MappingProxyType({})", "@classmethod\n        def __prepare__(m, n, b, **k): return 3", "def __instancecheck__(c, o): r.append('instancecheck'); return True",
              "def __subclasscheck__(c, o): r.append('subclasscheck'); return super().__subclasscheck__(o)", "def mro(c): r.append(('mro', c.__name__)); return super().mro()", "def mro(c): return [object]", "def mro(c): return 5", "def __iter__(c): return iter('it')",
              "def __len__(c): return 3", "def __contains__(c, v): return v == 1", "def __getitem__(c, i): return ('meta item', i) if i not in (5, 6) else [][0]", "def __or__(c, o): return 'or'", "def __repr__(c): return 'R' + c.__name__", "def __bool__(c): return False",
              "def __dir__(c): return ['z', 'y']", "def __set_name__(*a): r.append('set_name')", "def __init_subclass__(c, **k): r.append(('meta sub', sorted(k)))", "__slots__ = ()", "x = 5", "def __new__(m, n, b, d, **k): return 3", "def __new__(m, n, b, d, **k): return int", "def __del__(c): pass"]
BASE_LINES = ["def __init_subclass__(c, **k): r.append(('sub', c.__name__, sorted(k)))", "def __init_subclass__(c, q=0): r.append(('sub', q)); super().__init_subclass__()", "def __init_subclass__(c, **k): super().__init_subclass__(**k)", "def __init_subclass__(c): 1 / 0", "__init_subclass__ = None",
              "def __class_getitem__(c, i): return (c.__name__, i)", "def __new__(c, *a, **k): r.append(('new', c.__name__, a)); return super().__new__(c)", "def __new__(c, *a, **k): return super().__new__(c, *a, **k)", "def __new__(c, *a): return object.__new__(B)", "def __new__(c): return 'made'",
              "def __init__(s, *a, **k): r.append(('init', a, sorted(k)))", "def __init__(s): return 1", "def __init__(s, *a): super().__init__(*a)", "@abc.abstractmethod\n        def m(s): pass", "__abstractmethods__ = {'m'}", "def __mro_entries__(s, b): return (A,)", "__slots__ = ('v',)",
              "def __set_name__(s, o, n): r.append(('set_name', n))", "def __subclasshook__(c): return True", "@classmethod\n        def __subclasshook__(c, o): r.append('hook'); return NotImplemented", "pass", "m = 1", "__eq__ = lambda s, o: NotImplemented", "def __call__(s, *a): return a", "def __del__(s): pass",
              "__match_args__ = ('m',)", "def f(s): return __class__.__name__, super().__repr__()[:1]", "__module__ = 5", "__qualname__ = 'Q.R'", "__type_params__ = ()", "__static_attributes__ = 3", "__firstlineno__ = 'x'", "def __getstate__(s): return 1"]
MAKINGS = ["class C(A): pass", "class C(A, q=1): pass", "class C(A, metaclass=M): pass", "class C(A, B, metaclass=M, q=2): c = A()", "class C(metaclass=M): pass", "C = M('C', (A,), {{}})", "C = M('C', (A, B), dict(s=B()), q=3)", "C = type('C', (A,), dict(s=A()))", "C = types.new_class('C', (A,), dict(metaclass=M, q=4), lambda d: d.update(z=1))",
           "C = type.__new__(M, 'C', (A,), {{}})", "class C(A()): pass", "C = type(A)('C', (B,), {{}}, q=5)", "C = type.__call__(M, 'C', (A,), {{}})", "C = M.__new__(M, 'C', (), {{}})", "class C(A, abc.ABC): pass", "class C(A, metaclass=N): pass", "class C(A, metaclass=abc.ABCMeta): pass", "class C(A, **dict(q=1)): pass",
           "class C(*(A, B)): pass", "class C(A, typing.Generic[T]): pass", "@(lambda c: (c, c.__name__)[0])\n        class C(A): pass", "C = type('C', (A,), {{'__slots__': 'u', 'u': 1}})", "C = type('C', (A, int), {{}})", "C = type('C', [A], {{}})", "C = type('C', (A,), {{}}, 1)", "C = type(5, (A,), {{}})", "C = M(1)", "C = M()", "C = type(C0 := A)"]
MADE_USES = ["C()", "C(1)", "C(1, k=2)", "isinstance(1, C)", "isinstance(C(), A)", "issubclass(int, C)", "issubclass(C, A)", "C.__mro__", "C[1]", "C | int", "C == C", "{C: 1}", "list(C)", "len(C)", "1 in C", "bool(C)", "repr(C)", "dir(C)[:3]", "type(C).__name__", "C.__bases__", "C().f()", "C.made", "C.__abstractmethods__", "C.mro()",
             "[gc.collect(), len(C.__subclasses__()) > 9][1:]", "[gc.collect(), len(A.__subclasses__()) > 9][1:]", "C.__init_subclass__()", "C.__init_subclass__(q=1)", "C.x", "C().x", "C.__module__, C.__qualname__", "setattr(C, '__abstractmethods__', {{'n'}})", "C.__static_attributes__", "C.__firstlineno__ == 1", "C.register(int), isinstance(5, C)", "super(C, C()).m", "C.__new__(C)", "C.__call__(C)", "type(C).__call__(C)",
             "object.__new__(C)", "C.__class__ is M", "setattr(C, '__class__', type)", "setattr(C(), '__class__', A)", "C()()", "C.m", "C().m()", "C.__subclasshook__(int)", "C.__instancecheck__(1)", "C.__dict__.keys() & {{'z', 's', 'c', 'u'}}", "copy.copy(C) is C", "next(iter(C))", "hash(C) == hash(C)", "C.__prepare__('n', ())", "type(C).__prepare__('n', (), z=1)"]


def from_class_statements(rng, value):
    """What a class statement and a call of a class call."""
    lines = lambda pool, most: "".join(f"\n        {line}" for line in rng.sample(pool, rng.randint(1, most)))
    uses = "".join(f"\n    try: r.append(text({use.replace('{{', '{').replace('}}', '}')}))\n    except BaseException as e: r.append(text(repr(e)))" for use in rng.sample(MADE_USES, 5))
    attempt = lambda body: "\n    try:\n        " + body.replace("\n    ", "\n        ") + "\n    except BaseException as e: r.append(text(repr(e)) + text(getattr(e, '__notes__', '')))"
    return (f"import abc, gc\n    r = []\n    T = typing.TypeVar('T')\n    text = lambda v: re.sub('0x[0-9a-f]+', '', str(v) if type(v) not in (set, frozenset) else str(sorted(map(str, v))))\n    class N(type): pass\n    class Space(dict):\n        def __setitem__(s, k, v): k == '__classdictcell__' or r.append(('space', k)); super().__setitem__(k, v)\n"
            f"    M = A = B = C = type('None_', (), {{}})"
            + attempt(f"class M({rng.choice(['type', 'type', 'type', 'abc.ABCMeta'])}):{lines(META_LINES, 3)}")
            + attempt(f"class A({rng.choice(['', '', '', 'metaclass=M', 'metaclass=M', 'int', 'dict', 'Exception', 'metaclass=abc.ABCMeta'])}):{lines(BASE_LINES, 3)}")
            + attempt(f"class B:{lines(BASE_LINES, 1)}") + attempt(rng.choice(MAKINGS).replace("{{", "{").replace("}}", "}").replace("\n    ", "\n")) + f"{uses}\n    return r")


def from_evaluation_order(rng, value):
    """The order in which the parts of an expression or a statement are evaluated, each of which says its number."""
    count = iter(range(100))
    def part(depth):
        if depth <= 0 or rng.random() < 0.3:
            return rng.choice(["t({}, {})", "t({}, {})", "t({}, {})", "o({})", "t({}, 1 / 0 if r[5:] else 3)"]).format(next(count), rng.choice(["0", "1", "2", "'a'", "[1, 2]", "{'k': 1}", "None", "o(90)", "len", "(3, 4)", "True"]))
        p = lambda: part(depth - 1)
        return rng.choice([lambda: f"({p()} + {p()})", lambda: f"({p()} < {p()} < {p()})", lambda: f"({p()} if {p()} else {p()})", lambda: f"({p()} and {p()} or {p()})", lambda: f"[{p()}, *{p()}, {p()}]", lambda: f"{{{p()}: {p()}, **{p()}, {p()}: {p()}}}",
                           lambda: f"g({p()}, *{p()}, k={p()}, **{p()})", lambda: f"{p()}[{p()}:{p()}]", lambda: f"{p()}[{p()}, {p()}]", lambda: f"{p()}({p()})", lambda: f"{p()}.a", lambda: f"{p()}.m({p()}, {p()})", lambda: f"f'{{{p()}}}{{{p()}:{{{p()}}}}}'".replace("'k'", "0").replace("'a'", "5"), lambda: f"(not {p()})",
                           lambda: f"({p()} in {p()})", lambda: f"({p()} is {p()} is not {p()})", lambda: f"[{p()} for i in {p()} if {p()}]", lambda: f"{{{p()}: {p()} for i in {p()}}}", lambda: f"(lambda a={p()}, *, b={p()}: (a, b))()", lambda: f"(v := {p()})", lambda: f"{{{p()}, {p()}}}", lambda: f"({p()} == {p()} != {p()} >= {p()})",
                           lambda: f"({p()} ** {p()} ** {p()})", lambda: f"(-{p()} * {p()} @ {p()})", lambda: f"g(*{p()}, *{p()}, x={p()}, **{p()}, y={p()})", lambda: f"list({p()} for i in {p()})", lambda: f"({p()}, {p()})[{p()}]", lambda: f"[*{p()}, *{p()}]"])()
    e = lambda: part(2)
    target = lambda: rng.choice([lambda: f"{part(1)}.a", lambda: f"{part(1)}[{part(1)}]", lambda: "v", lambda: f"{part(0)}[{part(0)}:{part(0)}]"])()
    statement = rng.choice([lambda: f"v = {e()}", lambda: f"v = {e()}", lambda: f"{target()} = {e()}", lambda: f"{target()} += {e()}", lambda: f"{target()}, {target()} = {e()}", lambda: f"{target()} = {target()} = {e()}", lambda: f"del {target()}, {target()}".replace(" v", " o(88).z"), lambda: f"assert {part(1)}, {e()}",
                            lambda: f"{target()}: {part(1)} = {e()}", lambda: f"for {target()} in {e()}: v = {part(0)}", lambda: f"with {part(0)} as {target()}, {part(0)}: v = {e()}", lambda: f"@{part(0)}\n        @{part(0)}\n        def f(a: {part(0)} = {part(0)}, *, b={part(0)}) -> {part(0)}: pass", lambda: f"raise {part(1)} from {part(1)}",
                            lambda: f"class K({part(0)}, m={part(0)}, metaclass={part(0)}): pass", lambda: f"[{target()}, *{target()}] = {e()}", lambda: f"{target()}[{part(0)}].q -= {part(0)}", lambda: f"v = {e()}; v = {e()}", lambda: f"if {e()}: v = {part(0)}\n        elif {part(1)}: v = {part(0)}", lambda: f"while {part(1)}:\n            v = {e()}\n            break",
                            lambda: f"match {part(1)}:\n            case {{'k': x}} if {part(0)}: v = {part(0)}\n            case [a, *b] if {part(0)}: v = {part(0)}", lambda: f"try: v = {e()}\n        except {part(0)}: pass\n        finally: {part(0)}", lambda: f"return {e()}", lambda: f"print({part(0)}, file={part(0)})", lambda: f"exec({part(0)}, {part(0)})"])()
    names = "add radd iadd lt gt eq ne ge mul rmul matmul rmatmul pow neg contains getitem setitem delitem enter exit iter call isub format bool".split()
    chosen = rng.sample(names, rng.randint(8, len(names)))
    results = {"getitem": "s if len(r) < 40 else [][0]", "iter": "iter([1, 2])", "contains": "True", "format": "'f'", "bool": "True", "exit": "False"}
    methods = "".join(f"\n        def __{n}__(s, *a): r.append(('{n}', s.n)); return {results.get(n, 's')}" for n in chosen)
    return f"""r = []
    class o:
        def __hash__(s): return 1000 + s.__dict__['n']
        def __init__(s, n): s.__dict__['n'] = n; r.append(n)
        def __repr__(s): return f'o{{s.n}}'
        def __getattr__(s, n): r.append((n, s.n)); return s if n in 'amz' else object.__getattribute__(s, n)
        def __setattr__(s, n, v): r.append(('set', n, s.n))
        def __delattr__(s, n): r.append(('del', n, s.n))
        def keys(s): r.append(('keys', s.n)); return ['x']{methods}
    def t(n, v): r.append(n); return v
    def g(*a, **k): r.append('g'); return len(a)
    v = i = None
    def run():
        nonlocal v
        {statement.replace('v: ', 'o(89).v: ')}
    try: r.append(run())
    except BaseException as e: r.append(repr(e))
    return re.sub('0x[0-9a-f]+', '', str(r)), re.sub('0x[0-9a-f]+', '', show(v))"""


INNER = ["gen2()", "gen3()", "It()", "It2()", "[5, 6]", "iter('ab')", "3", "gen2", "None", "range(2)", "(x for x in gen2())", "map(str, [1])", "It3()"]
GENERATOR_LINES = ["got = yield {n}\n        r.append(('got', got))", "got = yield from {i}\n        r.append(('from', got))", "try: got = yield from {i}\n        except ValueError as e: r.append(repr(e)); yield 'caught'", "try: yield from {i}\n        finally: r.append('finally {n}')",
                   "try: yield {n}\n        except GeneratorExit: r.append('exit'); raise", "try: yield {n}\n        except GeneratorExit: return 'closed {n}'", "try: yield {n}\n        except GeneratorExit: yield 'refused'", "return {n}", "raise StopIteration({n})", "raise ValueError({n})", "try: yield {n}\n        except BaseException as e: r.append(repr(e)); raise KeyError({n}) from e",
                   "try: yield {n}\n        finally: return 'final {n}'", "with Manager(): yield {n}", "for x in {i}: yield x", "yield [(yield {n}), (yield {n})]", "x = [y for y in (yield {n}) or ()]", "try: 1 / 0\n        except ZeroDivisionError: yield {n}", "try: yield g.gi_running\n        except ValueError: pass", "try: next(g)\n        except ValueError as e: yield repr(e)",
                   "yield g.gi_yieldfrom is None", "try: g.close()\n        except ValueError as e: yield repr(e)", "yield repr(sys.exception())", "while True:\n            try: yield {n}\n            except ValueError as e: r.append(repr(e)); break", "try: yield {n}\n        except (KeyError, ValueError): yield from {i}\n        else: yield 'else'"]
GENERATOR_CALLS = ["next(g)", "g.send({n})", "g.send(None)", "g.throw(ValueError({n}))", "g.throw(KeyError)", "g.throw(GeneratorExit)", "g.close()", "g.throw(StopIteration({n}))", "g.throw(ValueError, 'two')", "[*itertools.islice(g, 5)]", "g.throw(ValueError, ValueError({n}), None)", "g.gi_suspended, g.gi_running, g.gi_frame is None", "type(g.gi_yieldfrom).__name__", "g.throw(RuntimeError({n}))",
                   "g.gi_frame and sorted(g.gi_frame.f_locals)", "[*zip(itertools.islice(g, 5), g)]", "g.throw(KeyError({n}).with_traceback(None))", "h.send(None)", "h.close()", "next(h)", "any(x == 'caught' for x in itertools.islice(g, 9))", "a_(g)"]


def from_delegation(rng, value):
    """Generators and iterators inside of generators: what `send`, `throw` and `close` reach."""
    fill = lambda line: line.replace("{i}", rng.choice(INNER)).replace("{n}", str(rng.randint(1, 9)))
    body = lambda: "".join("\n        " + fill(rng.choice(GENERATOR_LINES)) for _ in range(rng.randint(1, 3)))
    methods = lambda: "".join("\n        " + m for m in rng.sample(["def send(s, v): r.append(('send', v)); return v", "def throw(s, *a): r.append(('throw', repr(a[0]))); return 7", "def throw(s, *a): raise a[0]", "def close(s): r.append('closed')", "def close(s): 1 / 0", "send = None", "throw = 3", "def __getattr__(s, n): r.append(n); raise AttributeError(n)",
                                                                   "def throw(s, *a): raise StopIteration('thrown')", "def send(s, v): raise StopIteration(v)", "def __getattr__(s, n): 1 / 0", "def close(s): yield"], rng.randint(0, 3)))
    steps = "".join(f"\n    try: r.append({fill(rng.choice(GENERATOR_CALLS))})\n    except BaseException as e: r.append(chain(e))" for _ in range(rng.randint(3, 7)))
    return f"""r = []
    def chain(e): return [repr(e), getattr(e, 'value', 0), repr(e.__cause__), e.__suppress_context__, e.__context__ and chain(e.__context__)]
    class Manager:
        def __enter__(s): r.append('enter')
        def __exit__(s, *a): r.append(repr(a[1])); return {rng.choice(['True', 'False'])}
    class It:
        n = 0
        def __iter__(s): return s
        def __next__(s):
            s.n += 1
            if s.n > 2: raise StopIteration('end')
            return s.n{methods()}
    class It2(It):
        pass{methods()}
    class It3:
        def __iter__(s): {rng.choice(['return 3', 'yield 8', '1 / 0', 'return gen2()', 'return It()', 'return None'])}
    def gen3():
        yield 30{body()}
    # None is closed because nobody holds it any more.
    kept = []
    def made():
        yield 20{body()}
        yield 21
    made.__name__ = 'gen2'; made.__qualname__ = made.__qualname__.replace('made', 'gen2')
    def gen2(): kept.append(made()); return kept[-1]
    def gen():
        yield 0{body()}{body()}
    def a_(g):
        a, b = g
        return a, b
    g = gen(); h = gen3(){steps}
    return re.sub('0x[0-9a-f]+', '', str(r))"""


CLASS_PATTERNS = ["A()", "A(1)", "A(x)", "A(x, y)", "A(x, y, z)", "A(x, a=y)", "A(b=y)", "A(zz=y)", "B(x)", "B(A(x), b=_)", "A() | B()", "A(x) as w", "int(1)", "int(x)", "int(real=x)", "int(x, y)", "str(x) as w", "str('a')", "[A(), *x]", "[A(x), _, *_]", "{'k': A(x)}", "{'k': x, **y}", "{1: x, 'k': 2}", "{K.v: x}", "K.v", "K.v | None", "-1 | 1.5 | 2j", "1 + 2j", "'a' 'b'", "b'a'",
                  "[x, [y, *w], {'k': z}]", "(x, *y, z)", "[*_]", "[*x, 1]", "[1, *x, 2]", "()", "[[]]", "D(x)", "P(x, y=1)", "list([x])", "dict(k=1)", "dict(x)", "tuple()", "set(x)", "bool(True)", "float(1.0)", "bytearray(x)", "frozenset()", "bytes(x, y)", "object()", "object(x)", "type()", "E1()", "E1('v')", "[]", "{}", "{**x}", "None", "True | False", "K(x)",
                  "N3(x)", "Sub(1)", "S2.a(x)", "collections.OrderedDict()", "range()", "A(a=1 | 2 as x)", "A(x) | A(a=x)", "_", "x if x == 1", "[x, x2] if x < x2", "A(x) if 1 / 0", "(1 | 2 | 3) as x", "G()", "len()", "A(a=[x, *_])", "Q(x, 1)", "[A(a=1), B(b=2)]", "int | str()", "Q()"]
MATCH_SUBJECTS = ["A(1, 2)", "B(1, 2)", "A([1, 2], 3)", "Sub(1)", "Sub('a')", "[A(1, 2), B(3, 4)]", "[1, 2]", "[1, [2, 3], {'k': 4}]", "{'k': A(1, 2)}", "{1: 5, 'k': 2}", "(1, 2)", "'ab'", "b'a'", "bytearray(b'a')", "1", "True", "1.0", "1 + 2j", "None", "{}", "[]", "range(3)", "collections.deque([1, 2])", "array.array('i', [1, 2])", "D(k=1)", "collections.OrderedDict(k=2)", "P(1, 1)",
                  "collections.UserDict(k=1)", "collections.ChainMap({'k': 1})", "memoryview(b'ab')", "K.v", "types.MappingProxyType({'k': 3})", "A", "L([1])", "iter([1])", "Seq()", "Map()", "Q(5, 1)", "collections.defaultdict(int)", "G()", "object()", "Sub(2**70)", "len", "E('ab')", "frozenset([1])", "collections.Counter('k')"]


def from_class_patterns(rng, value):
    cases = "".join(f"\n case {p}: got = {i}" for i, p in enumerate(rng.sample(CLASS_PATTERNS, 5)))
    args = rng.choice(["('a', 'b')", "('a', 'a')", "['a', 'b']", "'ab'", "('a',)", "()", "(1,)", "('zz', 'b')", "('a', 'b', 'c')", "None", "T(('a', 'b'))"])
    base = lambda: rng.choice(["", "", "", "(int)", "(list)", "(dict)", "(str)", "(tuple)"])
    source = (f"class A:\n    __match_args__ = {args}\n    def __init__(s, a, b): s.a = a; s.b = b\n    def __repr__(s): return f'A{{s.a, s.b}}'\n{rng.choice(['', '    def __getattribute__(s, n): r.append(n); return super().__getattribute__(n)', '    c = property(lambda s: 1 / 0)', '    def __eq__(s, o): return True'])}\n"
              f"class B(A): {rng.choice(['pass', '__match_args__ = ()', '__match_args__ = (`b`,)', 'def __getattr__(s, n): r.append(n); return 5']).replace('`', chr(39))}\n")
    return (f"r = []; got = None; P = collections.namedtuple('P', 'x y'); names = {{'x', 'y', 'z', 'w', 'x2'}}\n    text = lambda v: re.sub('0x[0-9a-f]+', '', str(v))\n    space = dict(globals(), r=r)\n    source = {source!r}\n    exec(source, space); A = space['A']; B = space['B']\n"
            f"    class K{base()}: v = {rng.choice(['1', 'None', repr('k'), '1.0'])}\n    class Sub({rng.choice(['int', 'str', 'float', 'list'])}): pass\n    Sub_ = Sub\n    class S2: a = A\n    class E1(ValueError): pass\n    class N3(type): pass\n    class G(typing.Generic[typing.TypeVar('T')]): pass\n    Q = dataclasses.make_dataclass('Q', ['x', 'y'])\n"
            "    class Seq(collections.abc.Sequence):\n        def __len__(s): r.append('len'); return 2\n        def __getitem__(s, i): r.append(i); return i\n"
            "    class Map(collections.abc.Mapping):\n        def __len__(s): r.append('len'); return 1\n        def __iter__(s): return iter('k')\n        def __getitem__(s, k): r.append(k); return {'k': 1}[k]\n        def get(s, k, d=None): r.append(('get', k)); return super().get(k, d)\n"
            f"    try: subject = {rng.choice(MATCH_SUBJECTS)}\n    except Exception as e: return text(repr(e))\n    space.update(locals()); cases = {cases!r}\n    try: exec('match subject:' + cases, space)\n"
            "    except SyntaxError as e: return e.msg, e.lineno, e.offset\n    except BaseException as e: return text(repr(e)), text(r)\n    return text(space['got']), text({n: v for n, v in space.items() if n in names}), text(r)")


COMPREHENSION_SOURCES = ["range(3)", "ag()", "r_", "[[1, 2], [3]]", "'ab'", "(i for i in range(2))", "aw([1, 2])", "await aw([5, 6])", "A()", "3", "None", "ag2()", "{1: 2}", "x", "(y async for y in ag())", "[i async for i in ag()]"]
COMPREHENSION_ELEMENTS = ["x", "(x, y)", "await aw(x)", "(z := x)", "[y for y in 'pq']", "[await aw(y) for y in 'pq']", "lambda: x", "x if x else y", "f'{x}'", "x + 1", "locals().get('x')", "[w async for w in ag()]", "1 / x", "(yield x)", "*x", "__class__", "r_.append(x)", "{x}", "await x", "next(it)"]
COMPREHENSION_FILTERS = ["x", "not x", "await aw(x)", "x != 1", "(q := x)", "1 / x", "y > 0", "[y for y in (x,)]", "any(v async for v in ag())", "all([await aw(v) for v in (1, x)])"]


def from_comprehensions(rng, value):
    """Comprehensions of all forms, in functions, classes and coroutines; compiled by themselves, since they may be refused."""
    def clause(first):
        source = rng.choice(COMPREHENSION_SOURCES)
        return f" {rng.choice(['', '', 'async '])}for {rng.choice(['x', 'x', 'y', 'x, y', '*x, y', 'x.a', 'r_[0]', '(x)', '[x]']) if rng.random() < 0.35 else 'x' if first else 'y'} in {source}" + "".join(f" if {rng.choice(COMPREHENSION_FILTERS)}" for _ in range(rng.choice([0, 0, 1, 1, 2])))
    def made():
        clauses = clause(True) + (clause(False) if rng.random() < 0.4 else "")
        element = rng.choice(COMPREHENSION_ELEMENTS)
        return rng.choice([f"[{element}{clauses}]", f"{{{element}{clauses}}}", f"{{{element}: {rng.choice(COMPREHENSION_ELEMENTS[:8])}{clauses}}}", f"list({element}{clauses})", f"[v async for v in ({element}{clauses})]", f"({element}{clauses})", f"dict(k={element}{clauses})", f"sum({element}{clauses}, 5)", f"tuple({element}{clauses})"])
    expression = made()
    body = rng.choice([f"async def f(x=0, y=1):\n    return {expression}\n", f"async def f(x=0, y=1):\n    return {expression}\n", f"async def f(x=0, y=1):\n    class C:\n        x = 5\n        v = {expression}\n    return C.v\n", f"async def f(x=0):\n    def g(): return {expression}\n    return g()\n", f"async def f():\n    v = {expression}; return v, sorted(n for n in locals() if n in 'xyzq')\n",
                       f"async def f(x=0, y=1):\n    return (lambda: {expression})()\n", f"async def f(x=0, y=1):\n    yield {expression}\n    v = {made()}; yield v\n", f"x = y = 2\nv = {expression}\nasync def f(): return v\n", f"class C:\n    x = y = 2\n    v = {expression}\nasync def f(): return C.v\n", f"async def f(x=0, y=1):\n    for i in range(2): v = {expression}\n    return v, x, y\n"])
    return f"""r_ = [0, 1]
    log = []
    class aw:
        def __init__(s, v): s.v = v
        def __await__(s):
            log.append(s.v)
            yield s.v
            return s.v
    class A:
        def __aiter__(s): return {rng.choice(['s', 's', 'iter([1])', 'ag()', 'None'])}
        async def __anext__(s):
            s.n = getattr(s, 'n', 0) + 1
            if s.n > 2: raise {rng.choice(['StopAsyncIteration', 'StopAsyncIteration', 'StopIteration', 'ValueError(2)'])}
            return s.n
    async def ag():
        yield 1
        await aw('w')
        yield 2
    async def ag2():
        yield (1, 2)
        yield [3, 4]
    space = dict(aw=aw, A=A, ag=ag, ag2=ag2, r_=r_, it=iter(range(9)))
    text = lambda v: re.sub('0x[0-9a-f]+', '', str(v))
    source = {body!r}
    try: exec(compile(source, 'f', 'exec'), space)
    except SyntaxError as e: return e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, e.text
    except Exception as e: return text(repr(e))
    def drive(c):
        out = []
        for _ in range(40):
            try: out.append(c.send(None))
            except StopIteration as e: out.append(('end', show(e.value))); break
            except BaseException as e: out.append((repr(e), repr(e.__context__), repr(e.__cause__))); break
        return out
    async def collect(g):
        out = []
        async for v in g: out.append(show(v))
        return out
    c = space['f']()
    return text(drive(c) if hasattr(c, 'send') else drive(collect(c))), text(log), text(space.get('z')), text(r_)"""


BODIES = [from_attributes, from_class_statements, from_evaluation_order, from_evaluation_order, from_delegation, from_class_patterns, from_comprehensions]
