"""What earlier calls left behind keeps nothing alive when a collection is asked for, however deep."""
import gc
import weakref


class Thing:
    pass


refs = []


def make(n=1):
    thing = Thing()
    refs.append(weakref.ref(thing))
    several = (thing, [thing], str(thing))
    return len(several) + n


def alive():
    return sum(r() is not None for r in refs)


def straight(a, b=2, *c, d=4, **e):
    gc.collect()
    x = alive()
    y = Thing()
    return x, a, b, c, d, e, type(y).__name__


def looping():
    for i in range(3):
        make()
        if i == 1:
            gc.collect()
            print("in the loop", alive(), first)
        first = i
    gc.collect()
    return alive(), i, first


def handling():
    try:
        make()
        raise ValueError(make())
    except ValueError as e:
        make()
        gc.collect()
        kept = alive(), e.args
    finally:
        late = make()
    gc.collect()
    return kept, alive(), late


def deep(n):
    make()
    if n:
        result = deep(n - 1)
        later = make()
        return result, later
    gc.collect()
    return alive()


def generator():
    make()
    got = yield 1
    gc.collect()
    more = yield alive()
    yield got, more


def closure():
    cell = [1]

    def inner():
        gc.collect()
        return cell, alive()

    make()
    result = inner()
    cell = 2
    return result, inner()


def matching(value):
    match value:
        case {"a": [x, *rest]}:
            gc.collect()
            return x, rest, alive()
        case _:
            return None


def sorting():
    return sorted([3, 1, 2], key=lambda k: (gc.collect(), k * alive(), k)[1:])


def unpacking():
    a, *b, c = make(), *[make()], make()
    gc.collect()
    return a, b, c, [gc.collect() * 0 + x for x in (a, c)], f"{alive()}{gc.collect() * 0}"


class Manager:
    def __enter__(self):
        make()
        gc.collect()
        return alive()

    def __exit__(self, *exc):
        gc.collect()
        return True


def managing():
    with Manager() as n, Manager() as m:
        make()
        raise KeyError
    return n, m, alive()


print(straight(make(), e=make(), *(1, 2, 3)))
print(looping())
print(handling())
print(deep(30))
g = generator()
print(next(g), make(), g.send("sent"), make(), g.send("more"))
print(closure())
print(matching({"a": [1, 2, 3]}))
print(sorting())
print(unpacking())
print(managing())


class Body:
    make()
    gc.collect()
    n = alive()
    [gc.collect() * 0 for _ in range(2)]


print(Body.n, alive())
exec("a = make(); gc.collect(); print(a, alive()); b = a")
