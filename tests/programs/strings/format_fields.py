"""str.format's field syntax: numbering, lookups, nested specs, conversions, format_map and Formatter."""
import string


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


class Point:
    x, y = 3, [4, 5]

    def __format__(self, spec):
        return f"<{spec}>"


for template, arguments, keywords in (
    ("{} {}", (1, 2), {}), ("{1} {0}", (1, 2), {}), ("{} {0}", (1,), {}), ("{0} {}", (1,), {}), ("{}", (), {}), ("{5}", (1,), {}),
    ("{a}", (), {}), ("{a.x} {a.y[1]}", (), {"a": Point()}), ("{0[key]} {0[1]}", ({"key": "v", 1: "one"},), {}), ("{0[-1]}", ([1, 2],), {}),
    ("{0[]}", ([1],), {}), ("{0.}", (1,), {}), ("{0[1}", ([1],), {}), ("{0[0]x}", ([1],), {}), ("{", (), {}), ("}", (), {}), ("{{}}", (), {}),
    ("{0!r:>8}|", ("s",), {}), ("{0!x}", (1,), {}), ("{0!}", (1,), {}), ("{0!rs}", (1,), {}), ("{0!a}", ("\u00e9",), {}),
    ("{:{}.{}f}", (3.14159, 8, 2), {}), ("{0:{1}}", (Point(), "{}"), {}), ("{:{:{}}}", (1, 2, 3), {}), ("{0:a{{b}}", (Point(),), {}),
    ("{a[b.c]}", (), {"a": {"b.c": 1}}), ("{ a }", (), {" a ": 2}), ("{0.real.imag}", (5,), {}), ("{0.nope}", (5,), {}),
    ("{99999999999999999999}", (), {}), ("{0[99999999999999999999]}", ([1],), {}), ("{:}}", (1,), {}), ("{:d}", ("x",), {}), ("{:s}", (1,), {}),
    ("{:10}", ([],), {}), ("{:s}", (None,), {}),
):
    attempt(lambda: template.format(*arguments, **keywords))


class Missing(dict):
    def __missing__(self, key):
        return "?" + key


print("{known} {unknown}".format_map(Missing(known=1)))
attempt(lambda: "{}".format_map({}))
print(list(string.Formatter().parse("a{b!r:c{d}}e{{f}}{}")))
attempt(lambda: string.Formatter().format("{0} {}", 1, 2))
attempt(lambda: string.Formatter().vformat("{} {k:>{w}}", (1,), {"k": 2, "w": 4}))


class Upper(string.Formatter):
    def get_value(self, key, args, kwargs):
        return f"value of {key}"

    def convert_field(self, value, conversion):
        return value.upper() if conversion == "u" else super().convert_field(value, conversion)

    def check_unused_args(self, used, args, kwargs):
        print("used", sorted(map(str, used)))


attempt(lambda: Upper().format("{0!u} {name}", 1))
attempt(lambda: Upper().format("{0!k}", 1))
