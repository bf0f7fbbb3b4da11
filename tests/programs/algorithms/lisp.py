import math, operator as op

def tokenize(s):
    return s.replace("(", " ( ").replace(")", " ) ").replace("'", " ' ").split()

def parse(tokens):
    if not tokens:
        raise SyntaxError("unexpected end")
    t = tokens.pop(0)
    if t == "(":
        out = []
        while tokens and tokens[0] != ")":
            out.append(parse(tokens))
        if not tokens:
            raise SyntaxError("missing )")
        tokens.pop(0)
        return out
    if t == ")":
        raise SyntaxError("unexpected )")
    if t == "'":
        return ["quote", parse(tokens)]
    for kind in (int, float):
        try:
            return kind(t)
        except ValueError:
            pass
    return t

class Env(dict):
    def __init__(self, names=(), values=(), outer=None):
        super().__init__(zip(names, values))
        self.outer = outer
    def find(self, name):
        env = self
        while env is not None:
            if name in env:
                return env
            env = env.outer
        raise NameError(name)

class Lambda:
    def __init__(self, params, body, env):
        self.params, self.body, self.env = params, body, env
    def __call__(self, *args):
        return evaluate(self.body, Env(self.params, args, self.env))

ROOT = Env()
ROOT.update({"+": lambda *a: sum(a), "-": op.sub, "*": lambda *a: math.prod(a), "/": op.truediv, "<": op.lt, "=": op.eq, "car": lambda x: x[0], "cdr": lambda x: x[1:], "cons": lambda a, b: [a] + b,
             "list": lambda *a: list(a), "null?": lambda x: x == [], "map": lambda f, x: list(map(f, x)), "length": len, "max": max})

def evaluate(x, env=ROOT):
    while True:
        match x:
            case str():
                return env.find(x)[x]
            case int() | float():
                return x
            case ["quote", v]:
                return v
            case ["if", test, yes, no]:
                x = yes if evaluate(test, env) else no
            case ["define", [name, *params], body]:
                env[name] = Lambda(params, body, env)
                return None
            case ["define", name, value]:
                env[name] = evaluate(value, env)
                return None
            case ["set!", name, value]:
                env.find(name)[name] = evaluate(value, env)
                return None
            case ["lambda", params, body]:
                return Lambda(params, body, env)
            case ["begin", *first, last]:
                for e in first:
                    evaluate(e, env)
                x = last
            case ["let", bindings, body]:
                env = Env([b[0] for b in bindings], [evaluate(b[1], env) for b in bindings], env)
                x = body
            case [f, *args]:
                f, args = evaluate(f, env), [evaluate(a, env) for a in args]
                if not isinstance(f, Lambda):
                    return f(*args)
                x, env = f.body, Env(f.params, args, f.env)
            case _:
                return x

for line in ("(define (fact n) (if (< n 2) 1 (* n (fact (- n 1)))))", "(fact 25)", "(define (loop n acc) (if (= n 0) acc (loop (- n 1) (+ acc n))))", "(loop 3000 0)", "(map (lambda (x) (* x x)) '(1 2 3))", "(let ((a 2) (b 3)) (+ a b 1.5))",
             "(define make (lambda (n) (lambda () (begin (set! n (+ n 1)) n))))", "(define c (make 10))", "(begin (c) (c))", "(cons 1 (cdr '(a b c)))", "(undefined 1)", "(+ 1", ")", "(car '())", "(null? '())", "(max 3 1 2)"):
    try:
        print(line, "=>", evaluate(parse(tokenize(line))))
    except Exception as exc:
        print(line, "!!", type(exc).__name__, exc)
