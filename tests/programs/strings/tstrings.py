from string.templatelib import Template, Interpolation, convert
name, n = "World", 3.14159
t = t"Hello {name}! {n:.2f} {name!r:>10} {n=}"
print(type(t).__name__, t.strings, t.values)
for i in t.interpolations:
    print(i, i.value, i.expression, i.conversion, repr(i.format_spec))
print([x if isinstance(x, str) else (x.expression, x.value) for x in t])
def render(t):
    return "".join(x if isinstance(x, str) else format(convert(x.value, x.conversion), x.format_spec) for x in t)
print(render(t))
print(t"", t"".strings, t"".values, t"{1}".strings, t"a{1}{2}b".strings)
print(t"a" t"{name}" t"b", (t"x{1}" + t"{2}y").strings)
for f in (lambda: t"a" + "b", lambda: "b" + t"a", lambda: t"a" + 5, lambda: Template(5), lambda: Interpolation(), lambda: Interpolation(1, 2), lambda: Interpolation(1, "x", "q")):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
T = Template("a", Interpolation(5, "x", None, ">3"), "b", "c", Interpolation(6, "y"))
print(T.strings, T.values, render(T))
match t"{name}":
    case Template(strings=s, interpolations=(Interpolation(v, e),)):
        print(s, v, e)
    case _:
        print("no match")
print(t"{name}" == t"{name}", hash(t"") != 0, isinstance(t"", str), repr(t"x{1!s:2}"))
w = 5
nested = t"{n:{w}.{2}f} {t'inner {name}'}"
print(nested.interpolations[0].format_spec, nested.interpolations[1].value.strings)
print(rt"\n{name}".strings, t"{{}} {name}".strings, t"{name} {name}".values, t"""multi
{name}""".strings)
def lazy():
    print("evaluated", end=" ")
    return 1
t2 = t"{lazy()}"
print(t2.values)
print(t"{'a' if n else 'b'} {[i for i in range(2)]}".interpolations[0].expression, t"{ name  }".interpolations[0].expression)
for code in ('t"{}"', 't"{x!z}"', 't"{"', 't"a" "b"', 't"a" f"b"', 'tb"x"', 'ft"x"', 'ut"x"'):
    try:
        compile(code, "<t>", "eval")
        print(code, "ok")
    except SyntaxError as exc:
        print(code, "->", exc.msg)
try:
    T.strings = ()
except AttributeError as exc:
    print(exc)
print(Interpolation.__match_args__, convert("é", "a"), convert(1, "s"), convert(1, None), convert("x", "r"))
