e = ValueError("base")
e.add_note("first")
e.add_note("second\nlines")
print(e.__notes__)
try:
    e.add_note(5)
except TypeError as exc:
    print(exc)
eg = ExceptionGroup("group", [ValueError(1), TypeError("t"), ExceptionGroup("inner", [ValueError(2), KeyError("k")])])
print(repr(eg), str(eg), eg.message, len(eg.exceptions))
match, rest = eg.split(ValueError)
print(repr(match))
print(repr(rest))
print(repr(eg.subgroup(KeyError)), eg.subgroup(OSError), repr(eg.subgroup(lambda x: isinstance(x, TypeError))))
print(repr(eg.derive([OSError("o")])))
class MyGroup(ExceptionGroup):
    def derive(self, excs): return MyGroup(self.message + "!", excs)
print(repr(MyGroup("m", [ValueError(1), KeyError(2)]).subgroup(KeyError)))
for args in (("m",), ("m", []), ("m", [5]), ("m", 5), (5, [ValueError()]), ("m", [KeyboardInterrupt()]), ("m", "ab")):
    try:
        print(repr(ExceptionGroup(*args)))
    except (TypeError, ValueError) as exc:
        print(type(exc).__name__, exc)
print(repr(BaseExceptionGroup("b", [ValueError(1)])), repr(BaseExceptionGroup("b", [KeyboardInterrupt()])))
def run(exc):
    try:
        try:
            raise exc
        except* ValueError as g:
            print("values", repr(g))
        except* (KeyError, TypeError) as g:
            print("key/type", repr(g))
        else:
            print("else")
        finally:
            print("finally")
    except BaseException as left:
        print("left", repr(left))
run(eg)
run(ValueError("naked"))
run(OSError("other"))
run(ExceptionGroup("only os", [OSError(1), ValueError(2)]))
try:
    try:
        raise ExceptionGroup("a", [ValueError(1), KeyError(2)])
    except* ValueError:
        raise RuntimeError("from handler")
except BaseException as exc:
    print(repr(exc), [repr(x.__context__) for x in exc.exceptions])
try:
    try:
        raise ExceptionGroup("a", [ValueError(1)])
    except* ValueError as g:
        raise
except BaseException as exc:
    print(repr(exc))
def ret():
    for i in range(2):
        try:
            pass
        except* ValueError:
            pass
    return "ok"
print(ret())
try:
    try:
        raise ValueError
    except* ExceptionGroup:
        pass
except TypeError as exc:
    print(exc)
for code in ("try: pass\nexcept* A: pass\nexcept B: pass", "try: pass\nexcept*: pass", "def f():\n try: pass\n except* A: return", "for x in y:\n try: pass\n except* A: break", "try: pass\nexcept* A: pass\nelse: pass\nfinally: pass"):
    try:
        compile(code, "<s>", "exec")
        print("ok")
    except SyntaxError as exc:
        print(exc.msg)
