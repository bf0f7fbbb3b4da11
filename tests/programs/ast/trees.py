"""Type comments, older versions, optimisation and the making of trees."""
import ast

SOURCE = '''
x = []  # type: List[int]
def f(a,  # type: int
      *,
      b=(1)  # type: str
      ):
    # type: (...) -> None
    for i in x:  # type: int
        pass
    with x as y:  # type: z
        pass
    v = 1; w = (2)  # type: ignore[a]
class C:
    y = 1  # type: t
'''
print(ast.dump(ast.parse(SOURCE, type_comments=True), indent=1))
print(ast.unparse(ast.parse(SOURCE, type_comments=True)))

for source in ["pass  # type: int", "(1  # type: int\n)", "def f():  # type: a\n  # type: b\n  pass"]:
    try:
        ast.parse(source, type_comments=True)
    except SyntaxError as error:
        print(error.msg, error.lineno)

for source, version in [("async def f(): pass", 4), ("x: int", 5), ("(x := 1)", 7), ("def f(a, /): pass", 7),
                        ("match x:\n case _: pass", 9), ("try: pass\nexcept* E: pass", 10), ("type X = int", 11),
                        ("def f[T = int](): pass", 12), ("t''", 13), ("a @ b", 4), ("1_0", 5)]:
    ast.parse(source, feature_version=(3, version + 1))
    try:
        ast.parse(source, feature_version=(3, version))
    except SyntaxError as error:
        print(error.msg)

for source in ["'%s, %-10r %5.3a %%' % (a, b, c)", "__debug__", "match x:\n case -1 | 1-2j | {-1j: 0}: pass",
               "def f():\n  'doc'"]:
    print(ast.dump(ast.parse(source, optimize=2), include_attributes=True))

for value in [(1, (2, frozenset([3]))), -10**30, 1 + 2j, frozenset(), ...]:
    tree = ast.Expression(ast.Constant(value))
    print(eval(compile(ast.fix_missing_locations(tree), "", "eval")) == value)

for pattern in [ast.MatchValue(ast.Constant(None)), ast.MatchAs(name="_"), ast.MatchStar("x"),
                ast.MatchOr([ast.MatchAs()]), ast.MatchValue(ast.Name("x", ast.Load()))]:
    tree = ast.Module([ast.Match(ast.Name("x", ast.Load()), [ast.match_case(pattern, body=[ast.Pass()])])], [])
    try:
        compile(ast.fix_missing_locations(tree), "", "exec")
    except ValueError as error:
        print(error)
try:
    ast.Name("x").__replace__(y=1)
except TypeError as error:
    print(error)
