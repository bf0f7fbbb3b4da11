import re
from dataclasses import dataclass

TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|(.))")

@dataclass(frozen=True)
class Num:
    value: float

@dataclass(frozen=True)
class Bin:
    op: str
    left: object
    right: object

@dataclass(frozen=True)
class Neg:
    operand: object

class Parser:
    LEVELS = [{"+", "-"}, {"*", "/", "%"}]

    def __init__(self, text):
        self.tokens = [(float(n) if "." in n else int(n)) if n else op for n, op in TOKEN.findall(text)]
        self.pos = 0

    def peek(self):
        return self.tokens[self.pos] if self.pos < len(self.tokens) else None

    def take(self):
        token = self.peek()
        self.pos += 1
        return token

    def binary(self, level=0):
        if level == len(self.LEVELS):
            return self.unary()
        left = self.binary(level + 1)
        while self.peek() in self.LEVELS[level]:
            left = Bin(self.take(), left, self.binary(level + 1))
        return left

    def unary(self):
        if self.peek() == "-":
            self.take()
            return Neg(self.unary())
        return self.power()

    def power(self):
        base = self.atom()
        if self.peek() == "^":
            self.take()
            return Bin("^", base, self.unary())
        return base

    def atom(self):
        match self.take():
            case "(":
                inner = self.binary()
                if self.take() != ")":
                    raise SyntaxError("unbalanced")
                return inner
            case int() | float() as value:
                return Num(value)
            case other:
                raise SyntaxError(f"unexpected {other!r}")

def evaluate(node):
    match node:
        case Num(v): return v
        case Neg(x): return -evaluate(x)
        case Bin("+", a, b): return evaluate(a) + evaluate(b)
        case Bin("-", a, b): return evaluate(a) - evaluate(b)
        case Bin("*", a, b): return evaluate(a) * evaluate(b)
        case Bin("/", a, b): return evaluate(a) / evaluate(b)
        case Bin("%", a, b): return evaluate(a) % evaluate(b)
        case Bin("^", a, b): return evaluate(a) ** evaluate(b)

for text in ("1 + 2 * 3", "(1 + 2) * 3", "2 ^ 3 ^ 2", "-2 ^ 2", "10 / 4 - 1.5", "7 % 4 * 2", "1 / 0", "(1", "1 +", "2 * (3 + 4) * -5", ")", "1 2"):
    try:
        tree = Parser(text).binary()
        print(text, "=", evaluate(tree), tree if len(text) < 10 else "")
    except (SyntaxError, ZeroDivisionError) as exc:
        print(text, "->", type(exc).__name__, exc)
