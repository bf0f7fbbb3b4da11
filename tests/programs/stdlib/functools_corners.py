"""functools: cache keys and statistics, partial with placeholders, reduce, cmp_to_key, total_ordering."""
import functools
from functools import Placeholder, partial


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


@functools.lru_cache(maxsize=2, typed=True)
def square(x, /, *, plus=0):
    print("computes", repr(x), end="; ")
    return x * x + plus


print(square(2), square(2.0), square(2), square(2, plus=1), square(2.0), square.cache_info(), square.cache_parameters())
attempt(lambda: square([]))
attempt(lambda: square())
square.cache_clear()
print(square.cache_info(), square.__wrapped__(3), functools.lru_cache(maxsize=-5)(len).cache_parameters())
attempt(lambda: functools.lru_cache(maxsize="x"))
attempt(lambda: functools.cache(5))
p = partial(print, "a", sep="-")
p("b", end="!\n")
print(p.args, p.keywords, p.func is print, partial(p, "c", end="?").args, type(partial(p)) is partial)
q = partial(pow, Placeholder, 2)
print(q(5), partial(q, 3)(), partial(lambda *a: a, Placeholder, 1, Placeholder, 2)(8, 9, 10), Placeholder, repr(partial(int, base=2)).replace("functools.", ""))
attempt(lambda: q())
attempt(lambda: partial(pow, 1, Placeholder))
attempt(lambda: partial(pow, x=Placeholder))
attempt(lambda: partial())
attempt(lambda: partial(5))
print(functools.reduce(lambda a, b: a + b, "abc"), functools.reduce(max, [], 5), functools.reduce(lambda a, b: (a, b), [1, 2, 3], initial=0))
attempt(lambda: functools.reduce(max, []))
attempt(lambda: functools.reduce(max, 5))
key = functools.cmp_to_key(lambda a, b: b - a)
print(sorted([1, 3, 2], key=key), key(1) < key(2), key(1) == key(1), key(5).obj)
attempt(lambda: key(1) < 5)
attempt(lambda: hash(key(1)))


@functools.total_ordering
class Version:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n if isinstance(other, Version) else NotImplemented

    def __lt__(self, other):
        return self.n < other.n if isinstance(other, Version) else NotImplemented


print(Version(1) <= Version(1), Version(2) > Version(1), Version(1) >= Version(2))
attempt(lambda: Version(1) >= 5)
attempt(lambda: functools.total_ordering(type("Empty", (), {})))


class Lazy:
    @functools.cached_property
    def value(self):
        print("once", end=" ")
        return 42

    double = functools.partialmethod(lambda self, n, m: (n, m), 1)


lazy = Lazy()
print(lazy.value, lazy.value, vars(lazy), lazy.double(2))
attempt(lambda: type("Slots", (), {"__slots__": (), "v": functools.cached_property(len)})().v)
import functools
f=functools.lru_cache(len)
for a in ((),(1,),(1,2,3)):
    print(f.__copy__(*a) is f, f.__deepcopy__(*a) is f)
for g in (lambda: f.__copy__(a=1), lambda: f.__deepcopy__(a=1)):
    try: g()
    except TypeError as e: print(e)
print(f.__copy__.__text_signature__, f.__deepcopy__.__text_signature__)
