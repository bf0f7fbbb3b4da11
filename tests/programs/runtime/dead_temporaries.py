"""What a frame has done with keeps nothing alive when a collection is asked for: neither in the frames that wait for a call
nor in those of other threads."""
import gc
import threading
import weakref


class Thing:
    def __init__(self, name="thing"):
        self.name = name

    def method(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return False

    def __iter__(self):
        return iter((self.name, self.name))

    def __getitem__(self, i):
        return self.name


def is_gone(ref):
    gc.collect()
    return ref() is None


def pair():
    thing = Thing()
    return thing, weakref.ref(thing), 1


def unpacked():
    thing, ref, _ = pair()
    del thing
    return is_gone(ref)


def in_tuple():
    ref = (lambda t: weakref.ref(t[0]))((Thing(), Thing()))
    return [is_gone(ref), len([ref])]


def with_statement():
    with Thing() as thing:
        ref = weakref.ref(thing)
    del thing
    return is_gone(ref)


def loop():
    refs = []
    for thing in [Thing(), Thing()]:
        refs.append(weakref.ref(thing))
    del thing
    gc.collect()
    return [ref() is None for ref in refs]


def caught():
    try:
        raise ValueError(Thing())
    except ValueError as e:
        ref = weakref.ref(e.args[0])
    return is_gone(ref)


def matched():
    match [Thing(), 1]:
        case [Thing() as thing, _]:
            ref = weakref.ref(thing)
            del thing
    return is_gone(ref)


def generator():
    def numbers():
        thing, ref, _ = pair()
        del thing
        yield is_gone(ref)
        yield is_gone(ref)
    return list(numbers())


def given_out():
    """What a generator has given out is not its own any more."""
    def emptied(items):
        while items:
            yield items.pop()
    gone = []
    for thing in emptied([Thing(), Thing()]):
        ref = weakref.ref(thing)
        del thing
        gone.append(is_gone(ref))
    for thing in (Thing(str(i)) for i in range(2)):
        ref = weakref.ref(thing)
        del thing
        gone.append(is_gone(ref))

    def from_list():
        things = [Thing()]
        yield things.pop()

    def delegating():
        yield from iter([Thing()].pop, None)
        yield 1
    for make in from_list, lambda: (Thing(str(i)) for i in range(1)):
        for thing in make():
            ref = weakref.ref(thing)
            del thing
            gone.append(is_gone(ref))
    iterator = delegating()
    ref = weakref.ref(next(iterator))
    gone.append(is_gone(ref))
    return gone


def star_args():
    def f(*args, **kwargs):
        ref = weakref.ref(args[0])
        del args, kwargs
        return ref
    return is_gone(f(*[Thing()], **{"a": Thing()}))


def half_done():
    """The targets of an unpacking that is going on are not dead."""
    class Items:
        def __iter__(self):
            for i in range(4):
                gc.collect()
                yield Thing(str(i))
    a, b, c, d = Items()
    x, *y, z = Items()
    return [t.name for t in (a, b, c, d, x, *y, z)]


def kept():
    """What is needed yet stays: operands, arguments, iterators, context managers, what a comprehension shows."""
    def collect(value):
        gc.collect()
        return value
    text = f"{Thing('a').name}{collect('b')}{Thing('c').name}"
    items = [Thing("1").name, collect("2"), *[collect(x) for x in Thing("3")], {collect("k"): collect("v")}]
    with Thing("m") as m:
        for x in Thing("i"):
            collect(x)
        items.append(max(Thing("4").name, collect("5"), key=lambda s: collect(s)))
    names = [(collect(x), sorted(locals())[-1]) for x in "pq"]
    return text, items, m.name, names, sorted([3, 1, 2], key=collect), (lambda *a, b=collect(7): (a, b))(*map(collect, "xy"))


for function in unpacked, in_tuple, with_statement, loop, caught, matched, generator, given_out, star_args, half_done, kept:
    print(function.__name__, function())

# Another thread waits, and has done with what it was given.
given, done, refs = threading.Event(), threading.Event(), []


def worker():
    def take():
        thing = Thing()
        refs.append(weakref.ref(thing))
        return thing, None
    while not done.is_set():
        thing, nothing = take()
        print(thing.name, nothing)
        del thing
        given.set()
        done.wait()


thread = threading.Thread(target=worker)
thread.start()
given.wait()
print("other thread", is_gone(refs[0]))
done.set()
thread.join()
