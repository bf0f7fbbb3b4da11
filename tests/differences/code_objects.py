"""Code objects hold Taipan's instructions, which work on registers.

Why: that is what runs. `dis` shows them through its standard interface, with Taipan's names.
Instead: look at syntax trees (`ast`), or at what does not depend on instructions: `co_names`, `co_lines()`, `co_positions()`.
"""
import dis


def add(a, b):
    return a + b


print(*[instruction.opname for instruction in dis.get_instructions(add)])
print("bytes of code:", len(add.__code__.co_code))
print("stack:", add.__code__.co_stacksize)
