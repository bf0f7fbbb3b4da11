# Template strings.
from string.templatelib import Template, Interpolation, convert

name, width = "World", 8
t = t"Hello, {name!r:>{width}}! {1 + 1=}"
print(t)
print(t.strings)
print(t.values)
for part in t:
    match part:
        case str(text):
            print("text", repr(text))
        case Interpolation(value, expression, conversion, spec):
            print("value", value, expression, conversion, spec)

def render(template):
    out = []
    for part in template:
        if isinstance(part, str):
            out.append(part)
        else:
            out.append(format(convert(part.value, part.conversion), part.format_spec))
    return "".join(out)

print(render(t))
print(render(t"a" t"{name}" t"b") , t"", list(t""), list(t"{1}{2}"))
print(t"a{1}b" + t"c{2}d")
try:
    t"a" + "b"
except TypeError as e:
    print(e)
print(Template("a", "b", Interpolation(1, "x"), Interpolation(2)))
for bad in (lambda: Template(1), lambda: Template(x=1), lambda: Interpolation(1, 2), lambda: Interpolation(1, "a", "x")):
    try:
        bad()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
