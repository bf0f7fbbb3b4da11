"""Reading and writing of tables in all dialects: what is quoted, escaped, refused."""

import csv
import io


def written(row, **options):
    out = io.StringIO()
    try:
        csv.writer(out, **options).writerow(row)
    except csv.Error as exc:
        return str(exc)
    return out.getvalue()


def read(lines, **options):
    try:
        return list(csv.reader(lines, **options))
    except (csv.Error, ValueError) as exc:
        return str(exc)


for row in [(1, 2.5, None, "a"), ("",), (None,), ("a,b", 'c"d'), ("a\nb", " x"), ("a\\b", "")]:
    for options in [
        {},
        {"quoting": csv.QUOTE_ALL},
        {"quoting": csv.QUOTE_NONNUMERIC},
        {"quoting": csv.QUOTE_NONE},
        {"quoting": csv.QUOTE_NONE, "escapechar": "\\"},
        {"quoting": csv.QUOTE_STRINGS},
        {"quoting": csv.QUOTE_NOTNULL},
        {"doublequote": False, "escapechar": "!"},
        {"delimiter": "é", "lineterminator": "|"},
    ]:
        print(row, options, repr(written(row, **options)))

for lines in [["a,b\n", "c"], ['"a""b",c'], ['"a"b,c'], ['"a\n', 'b"'], ["a\rb"], [" a, b"], ["1,\"2\",,x"], ["a\\,b"], ['"a']]:
    for options in [{}, {"strict": True}, {"escapechar": "\\"}, {"quoting": csv.QUOTE_NONNUMERIC}, {"quoting": csv.QUOTE_STRINGS}, {"skipinitialspace": True}]:
        print(lines, options, read(lines, **options))

for options in [{"delimiter": ""}, {"delimiter": None}, {"quotechar": "ab"}, {"quoting": 9}, {"quotechar": None, "quoting": 1}, {"escapechar": "\n"}, {"delimiter": '"'}, {"lineterminator": 5}]:
    try:
        csv.writer(io.StringIO(), **options)
    except (TypeError, ValueError) as exc:
        print(options, type(exc).__name__, exc)
