"""The same for CPython: what `speed.rs` times, less the loop's own cost."""

import timeit

short = "name=value, other=thing, third"
long = "lorem ipsum dolor sit amet, consectetur " * 250
wide = "größe ΑΣ ünïcödé текст " * 250
raw, lraw, value, number = wide.encode(), long.encode(), 1234.5678, 123456
for name, statement in {
    "find short": "short.find('third')", "find short absent": "short.find('zz')", "find long absent": "long.find('consecteturx')",
    "count long": "long.count('dolor')", "replace short": "short.replace(', ', ';')", "replace long": "long.replace('dolor', 'doloris')",
    "split short ', '": "short.split(', ')", "split short ','": "short.split(',')", "split long ' '": "long.split(' ')", "split() long": "long.split()",
    "split() wide": "wide.split()", "splitlines long": "long.splitlines()", "strip short": "short.strip()", "lower long": "long.lower()", "lower wide": "wide.lower()",
    "title long": "long.title()", "isalpha wide": "wide.isprintable()", "repr long": "repr(long)", "repr wide": "repr(wide)", "len wide": "len(wide)",
    "decode utf-8 wide": "raw.decode()", "encode utf-8 wide": "wide.encode()", "decode latin-1": "lraw.decode('latin-1')", "encode utf-16 wide": "wide.encode('utf-16-le')",
    "format('>20')": "format(short, '>40')", "format(float, '.2f')": "format(value, ',.2f')", "format(int, '08x')": "format(number, '08x')",
}.items():
    timer = timeit.Timer(statement, globals=globals())
    n, _ = timer.autorange()
    n = max(1, n // 5)
    empty = min(timeit.Timer("pass").repeat(3, n))
    print("%-28s %10.0f" % (name, (min(timer.repeat(3, n)) - empty) / n * 1e9))
