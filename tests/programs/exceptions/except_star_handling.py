# What is the exception being handled between the clauses of `except*`, what types are looked at, what groups made of parts say.
import sys


def context(e):
    return repr(e), repr(e.__context__), repr(e.__cause__), e.__suppress_context__


def show(text):
    r.append((text, repr(sys.exception())))
    return KeyError


for types in ("show(1)", "1", "ExceptionGroup", "(KeyError, ExceptionGroup)"):
    for body in ("pass", "raise KeyError(1)", "raise ValueError(2) from None", "raise"):
        for errors in ("[ValueError(1), TypeError(2)]", "[ValueError(1)]"):
            r = []
            source = f"""
try:
    try:
        raise ExceptionGroup("g", {errors})
    except* ValueError as e:
        {body}
    except* {types}:
        r.append("matched")
    else:
        r.append("else")
    finally:
        r.append(repr(sys.exception()))
except BaseException as e:
    r.append(context(e))
    r.extend(map(context, getattr(e, "exceptions", ())))
"""
            exec(source)
            print(types, body, errors, r, repr(sys.exception()))

g = ExceptionGroup("g", [ValueError(1), ExceptionGroup("h", [TypeError(2), KeyError(3)])])
for part in g.split(TypeError) + (g.subgroup(KeyError), g.derive([OSError(1)])):
    print(context(part), [context(e) for e in part.exceptions])

# What is raised again is made anew, with its notes.
for errors in [ValueError(1)], [ValueError(1), ExceptionGroup("h", [TypeError(2)])]:
    try:
        g = ExceptionGroup("g", errors)
        g.add_note("note")
        errors[-1].add_note("inner")
        try:
            raise g from KeyError("c")
        except* OSError:
            pass
    except ExceptionGroup as e:
        print(e is g, e.__notes__, context(e), [i is j for i, j in zip(e.exceptions, g.exceptions)], e.exceptions[-1].__notes__, context(e.exceptions[-1]))
