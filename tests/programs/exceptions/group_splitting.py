"""Exception groups: subgroup, split and derive, nested except*, and what cannot be grouped."""


def attempt(action):
    try:
        print(action())
    except BaseException as error:
        print(type(error).__name__, error)


tree = ExceptionGroup("top", [ValueError(1), ExceptionGroup("mid", [TypeError(2), ValueError(3)]), KeyError(4)])
tree.add_note("a note")
print(repr(tree.subgroup(ValueError)), tree.subgroup(ValueError).__notes__)
print(*map(repr, tree.split(TypeError)))
print(*map(repr, tree.split((ValueError, KeyError))))
print(tree.subgroup(OSError), tree.subgroup(lambda e: True) is tree, repr(tree.subgroup(lambda e: "2" in str(e))))
print(repr(tree.split(lambda e: isinstance(e, ExceptionGroup) and e.message == "mid")[0]), tree.message, tree.exceptions[1].exceptions)
for action in (lambda: ExceptionGroup("x", []), lambda: ExceptionGroup("x", 5), lambda: ExceptionGroup("x", [1]), lambda: ExceptionGroup(1, [ValueError()]), lambda: ExceptionGroup("x"),
               lambda: ExceptionGroup("x", [KeyboardInterrupt()]), lambda: repr(BaseExceptionGroup("x", [KeyError()])), lambda: repr(BaseExceptionGroup("x", [SystemExit()])),
               lambda: ExceptionGroup("x", [ValueError]), lambda: tree.split(5), lambda: tree.subgroup((ValueError, 5)), lambda: setattr(tree, "message", ""), lambda: str(tree),
               lambda: repr(tree.derive([OSError()])), lambda: ExceptionGroup("x", {ValueError(): 1}), lambda: ExceptionGroup[int]):
    attempt(action)


class Coded(ExceptionGroup):
    def __new__(cls, message, errors, code):
        self = super().__new__(cls, message, errors)
        self.code = code
        return self

    def derive(self, errors):
        return Coded(self.message, errors, self.code + 1)


coded = Coded("c", [ValueError(1), TypeError(2)], 7)
match, rest = coded.split(ValueError)
print(repr(match), match.code, repr(rest), rest.code)


def handle(error):
    try:
        raise error
    except* ValueError as group:
        print("values", repr(group))
    except* (TypeError, KeyError) as group:
        print("others", repr(group))
        raise OSError("replacement") from None


attempt(lambda: handle(tree))
attempt(lambda: handle(ValueError("naked")))
attempt(lambda: handle(ZeroDivisionError("unmatched")))
attempt(lambda: handle(ExceptionGroup("g", [ValueError(1), ZeroDivisionError(2)])))


def catches(kind):
    try:
        raise ValueError
    except* kind:
        pass


attempt(lambda: catches(ExceptionGroup))
attempt(lambda: catches(5))
attempt(lambda: catches((ValueError, ExceptionGroup)))
try:
    try:
        raise ExceptionGroup("outer", [KeyError("k")])
    except* KeyError:
        raise
except ExceptionGroup as error:
    print(repr(error), repr(error.__context__), error.__cause__)
