"""What is left of a frame when its variables are cleared."""
import traceback


def failing(x):
    unused = [x]
    return x / 0


try:
    exec("import math\nclass A:\n    b = 1\n    c = d\n", {"__name__": "run"})
except NameError as e:
    traceback.clear_frames(e.__traceback__)
    tb = e.__traceback__
    while tb.tb_next:
        tb = tb.tb_next
        print(tb.tb_frame.f_code.co_name, sorted(k for k in tb.tb_frame.f_locals if k != "__builtins__"))

try:
    failing(1)
except ZeroDivisionError as e:
    frame = e.__traceback__.tb_next.tb_frame
    print(dict(frame.f_locals))
    frame.clear()
    print(dict(frame.f_locals))

for source in ["if 1:\n    y = 1\n  \\\n  foo = 1\n", "if 1:\n  \\\n      y = 1\n  z = 2\n", "if 1:\n\\\n    y = 1\n    z = 2\n"]:
    try:
        exec(source, space := {})
        print(sorted(k for k in space if k != "__builtins__"))
    except IndentationError as e:
        print(e.msg)
