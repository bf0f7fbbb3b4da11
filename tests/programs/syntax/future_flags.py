"""What `from __future__` and `compile`'s flags leave in `co_flags`, and where it holds."""

import __future__
import ast
import codeop

FUTURES = 0x1FE0000
BARRY = __future__.barry_as_FLUFL.compiler_flag


def attempt(action):
    try:
        return action()
    except SyntaxError as error:
        return f"SyntaxError: {error}"


def flags_in(code):
    inner = [const for const in code.co_consts if hasattr(const, "co_code")]
    return [(code.co_name, (code.co_flags & FUTURES) >> 17)] + [row for c in inner for row in flags_in(c)]


SOURCE = """
from __future__ import annotations
class C:
    items = (x for x in [])
    call = lambda: 0
    def method(self): return [y for y in ()]
"""
print(sorted(flags_in(compile(SOURCE, "s", "exec"))))
division = __future__.division.compiler_flag | __future__.generator_stop.compiler_flag
print(sorted(flags_in(compile(SOURCE.replace("from", "pass #"), "s", "exec", division))))
print(attempt(lambda: eval(compile("1 <> 2", "s", "eval", BARRY))))
print(attempt(lambda: eval(compile("1 != 2", "s", "eval", BARRY))))
print(attempt(lambda: ast.dump(compile("1 <> 2", "s", "eval", BARRY | ast.PyCF_ONLY_AST))))
print(attempt(lambda: exec("from __future__ import barry_as_FLUFL\nprint(eval('1 <> 2'))")))

# A console goes on with what was imported.
console = codeop.CommandCompiler()
for line in "print(3 != 2)", "from __future__ import barry_as_FLUFL", "print(3 <> 2)", "print(3 != 2)":
    print(attempt(lambda: exec(console(line + "\n"))))
