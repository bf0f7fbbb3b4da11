"""Where an interpreter comes to its limits, the others go on."""
import _interpreters

interp = _interpreters.create()
excinfo = _interpreters.exec(interp, """if True:
    def f():
        f()
    f()
""")
print(excinfo.type.__name__)
print(_interpreters.exec(interp, "x = 1"))


def nest(depth):
    if depth == 0:
        return "print('innermost', flush=True)"
    return f"""if True:
        import _interpreters
        inner = _interpreters.create()
        excinfo = _interpreters.exec(inner, {nest(depth - 1)!r})
        assert not excinfo, excinfo.errdisplay
        _interpreters.destroy(inner)
    """


print(_interpreters.exec(interp, nest(3)))
_interpreters.destroy(interp)
print(_interpreters.list_all())
