def fail(n):
    raise ValueError(f"number {n}")

def collect():
    excs = []
    for n in range(2):
        try:
            fail(n)
        except ValueError as exc:
            exc.add_note(f"note for {n}")
            excs.append(exc)
    try:
        {}["k"]
    except KeyError as exc:
        excs.append(ExceptionGroup("inner", [exc, OSError(2, "gone")]))
    raise ExceptionGroup("several", excs)

collect()
