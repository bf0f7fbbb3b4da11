from __future__ import annotations, division
import __future__
def f(x: undefined_name, *, y: "quoted" = 1) -> list[nope]: pass
print(f.__annotations__)
class C:
    a: what.ever[1 + 2]
    b: int = 3
print(C.__annotations__, __future__.annotations.optional, __future__.all_feature_names)
z: also_not_defined = 1
print(__annotations__, z)
for code in ("from __future__ import nope", "x = 1\nfrom __future__ import annotations", "from __future__ import (annotations as ann)", "'doc'\nfrom __future__ import annotations\nx: y", "from __future__ import braces", "def f():\n from __future__ import annotations", "from __future__ import *"):
    try: compile(code, "<s>", "exec"); print("ok")
    except SyntaxError as exc: print(exc.msg)
