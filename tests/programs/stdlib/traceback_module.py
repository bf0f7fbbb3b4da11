import traceback, sys
def f(n):
    if n == 0:
        raise ValueError("deep")
    f(n - 1)
try:
    f(2)
except ValueError as exc:
    e = exc
    print(traceback.format_exc(limit=1), traceback.format_exc(limit=-1), sep="")
    print(traceback.format_exception_only(e), traceback.format_exception_only(type(e), e))
    print([(x.name, x.lineno, x.line) for x in traceback.extract_tb(e.__traceback__)])
    print("".join(traceback.format_tb(e.__traceback__, 2)))
    traceback.print_exception(e, file=sys.stdout, limit=1)
    traceback.print_tb(e.__traceback__, file=sys.stdout)
te = traceback.TracebackException.from_exception(e.with_traceback(e.__traceback__.tb_next), capture_locals=True)
print("".join(te.format()), te.exc_type_str, te.stack[0].name, str(te))
try:
    try:
        {}["k"]
    except KeyError:
        raise TypeError("t")
except TypeError as exc:
    print("".join(traceback.format_exception(exc, chain=False)), "".join(traceback.format_exception(exc)))
s = traceback.StackSummary.from_list([("file.py", 10, "func", "code line"), ("other.py", 20, "g", None)])
print("".join(s.format()), traceback.format_list([("a.py", 1, "f", "x = 1")]))
def stack(): return traceback.extract_stack()
print([fr.name for fr in stack()][-2:], traceback.format_stack()[-1])
tb = e.__traceback__
while tb: print(tb.tb_lineno, tb.tb_frame.f_code.co_name, tb.tb_lasti >= 0, end="; "); tb = tb.tb_next
print()
fr = sys._getframe(); print(fr.f_code.co_name, fr.f_lineno, fr.f_back, fr.f_globals is globals(), fr.f_locals is not None)
def inner(): return sys._getframe(1).f_code.co_name, sys._getframe().f_back.f_lineno
print(inner())
try: compile("x = (1,\n  y z)", "bad.py", "exec")
except SyntaxError as exc: print("".join(traceback.format_exception_only(exc)))
class Bad(Exception):
    def __str__(self): raise RuntimeError
print(traceback.format_exception_only(Bad()), traceback.format_exception_only(KeyError("a\nb")), traceback.format_exception_only(None))
e2 = ValueError("with notes"); e2.add_note("n1"); e2.__notes__.append(5); print("".join(traceback.format_exception_only(e2)))
traceback.clear_frames(e.__traceback__); print(e.__traceback__.tb_frame.f_locals is not None)
try: raise e.with_traceback(None)
except ValueError as x: print(len(traceback.extract_tb(x.__traceback__)))
for _ in traceback.walk_tb(e.__traceback__): print(_[1])
