# Splitting a string of a subclass: the object itself where its length or characters rule a cut out.
class E(str): pass
for t in "ab", "éb", "", "\u0416b":
    for sep in "abc", "İ", "x", "é", "\U0001F600", None:
        for f in "split", "rsplit", "partition", "rpartition":
            if sep is None and "part" in f: continue
            r = getattr(E(t), f)(sep)
            print(t, sep, f, [type(x).__name__ + repr(x) for x in r], end="; ")
        print(type(E(t).replace(sep or "q", "z")).__name__, type(E(t).strip(sep)).__name__)
