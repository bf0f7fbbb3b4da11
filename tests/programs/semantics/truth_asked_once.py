# `and` and `or` ask for each operand's truth once, however they are nested.
class V:
    def __init__(self, name, truth):
        self.name, self.truth, self.asked = name, truth, 0

    def __bool__(self):
        self.asked += 1
        return self.truth


def check(text):
    for bits in range(16):
        names = {name: V(name, bool(bits >> i & 1)) for i, name in enumerate("abcd")}
        result = eval(text, dict(names))
        print(text, f"{bits:04b}", getattr(result, "name", result), [v.asked for v in names.values()])


for text in ["a and b or c or d", "a or b and c or d", "(a or b) and (c or d)", "a and (b or c and d)", "(a and b or c) and d",
             "not (a and b) or c and d", "((a or b) or c) and d", "(a if b and c else d) or b"]:
    check(text)

assert (lambda: 0.0).__code__ != (lambda: -0.0).__code__
f, g = eval("lambda: 1, lambda: 1.0")
assert f.__code__ != g.__code__
