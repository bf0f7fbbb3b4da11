import ast, inspect, tokenize, io, types
t = ast.parse("x = 1 + y * 2\ndef f(a, /, b=1, *c, d, **e) -> int:\n    return [i for i in a if i]\nclass C(B, k=1): pass\n")
print(ast.dump(t), ast.dump(ast.parse("a.b[1:2](*c)", mode="eval"), indent=2), ast.dump(ast.parse("f'{x!r:>{w}}'")), sep="\n")
print(ast.unparse(t), ast.unparse(ast.parse("(a if b else c, lambda x: -x ** 2, not a and (b or c), {**d, 'k': 1}, f'{a}' 'b', yield_ := 3)")), ast.literal_eval("{'a': [1, -2.5, (None, True)], 'b': {1, 2}, 'c': b'x', 'd': 1+2j}"))
for bad in ("f()", "1 + 'a'", "x", "[1,", "__import__('os')", "{}[0]"):
    try: print(ast.literal_eval(bad))
    except Exception as exc: print(type(exc).__name__, str(exc).split(" at 0x")[0].split("<ast")[0])
class V(ast.NodeVisitor):
    def __init__(self): self.names = []
    def visit_Name(self, n): self.names.append((n.id, type(n.ctx).__name__, n.lineno, n.col_offset, n.end_col_offset)); self.generic_visit(n)
v = V(); v.visit(t); print(v.names)
class T(ast.NodeTransformer):
    def visit_Constant(self, n): return ast.copy_location(ast.Constant(n.value * 10 if isinstance(n.value, int) else n.value), n)
m = ast.fix_missing_locations(T().visit(ast.parse("r = 1 + 2"))); ns = {}; exec(compile(m, "<ast>", "exec"), ns); print(ns["r"], len(list(ast.walk(t))), [type(n).__name__ for n in ast.iter_child_nodes(t)], ast.get_docstring(ast.parse("'doc'")), ast.BinOp._fields, ast.Constant(5).value, ast.Name("x", ast.Load()).id, "")
for node in (ast.Module(body=[ast.Expr(ast.Name("x", ast.Store(), lineno=1, col_offset=0), lineno=1, col_offset=0)], type_ignores=[]), ast.Module(body=[5], type_ignores=[]), ast.Expression(ast.Constant(object, lineno=1, col_offset=0)), ast.Module(body=[ast.Pass()], type_ignores=[])):
    try: compile(node, "<n>", "eval" if isinstance(node, ast.Expression) else "exec"); print("ok")
    except Exception as exc: print(type(exc).__name__, exc)
def f(a, b: int = 2, /, c="x", *args, d, e: str = None, **kw) -> bool:
    """Doc of f.

        indented
    """
s = inspect.signature(f); print(s, [(p.name, p.kind.name, p.default is p.empty) for p in s.parameters.values()], s.bind(1, d=2).arguments, s.bind_partial(1).args, s.return_annotation, s.replace(return_annotation=int), inspect.getdoc(f), inspect.getfullargspec(f).kwonlyargs)
for bad in (lambda: s.bind(), lambda: s.bind(1, d=1, z=2, a=3) and s.bind(1), lambda: inspect.signature(5), lambda: inspect.getsource(len), lambda: inspect.Parameter("1", inspect.Parameter.KEYWORD_ONLY), lambda: inspect.signature(type)):
    try: print(bad())
    except Exception as exc: print(type(exc).__name__, exc)
class C:
    x = 1
    def m(self): "m doc"
    @classmethod
    def c(cls): pass
    @staticmethod
    def st(): pass
    @property
    def p(self): pass
print(inspect.isfunction(f), inspect.ismethod(C().m), inspect.isclass(C), inspect.isbuiltin(len), inspect.isgeneratorfunction(lambda: (yield)), inspect.iscoroutinefunction(f), [n for n, _ in inspect.getmembers(C, inspect.isfunction)], inspect.getmro(C), inspect.signature(C().m), inspect.signature(C.c), inspect.signature(len), inspect.isdatadescriptor(C.p), [(a.name, a.kind) for a in inspect.classify_class_attrs(C) if not a.name.startswith("_")], inspect.getsource(C.m), inspect.getsourcelines(V)[1], inspect.getmodule(f).__name__, inspect.cleandoc("  a\n    b\n  c"), inspect.unwrap(f) is f, inspect.getattr_static(C, "p") is C.__dict__["p"], inspect.currentframe().f_code.co_name, inspect.getclosurevars(lambda: len).builtins, inspect.isawaitable(5))
print([(tokenize.tok_name[x.exact_type], x.string, x.start) for x in tokenize.generate_tokens(io.StringIO("if x:\n  y = f'a{b}' # c\n").readline)]); c = compile("a = 1\nb = a", "f", "exec"); print(c.co_names, type(c.co_consts), list(c.co_lines())[-1][2], c.co_filename, c.co_qualname, isinstance(c, types.CodeType))
