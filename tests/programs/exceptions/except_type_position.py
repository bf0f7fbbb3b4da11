# A clause that can't catch is told as a whole.
import traceback

for source in ("try:\n  1 / 0\nexcept 3: pass\n", "try:\n  1 / 0\nexcept (\n 3): pass\nexcept ValueError: pass\n", "try:\n  1 / 0\nexcept* 3: pass\n", "try:\n  1 / 0\nexcept* ExceptionGroup as e:\n  pass\n"):
    try:
        exec(compile(source, "f", "exec"))
    except TypeError as e:
        print(e, [(s.lineno, s.end_lineno, s.colno, s.end_colno) for s in traceback.extract_tb(e.__traceback__)[1:]])
