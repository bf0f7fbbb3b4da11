if (n := len("hello")) > 3:
    print(n)
data = [1, 2, 3, 4]
print([y := 1, y**2, y**3], y)
print([last := x for x in data], last)
print(any((witness := x) > 2 for x in data), witness)
print((a := 1, b := 2), a, b)
def f(x, k=(m := 7)):
    return x, k
print(f(x := 3), x, m, f(k=(z := 1), x=0))
total = 0
print([total := total + v for v in data], total)
while chunk := data[:2]:
    print(chunk)
    data = data[2:]
print(f"{(w := 5)} {w:=+5} {w}")
d = {(k := "a"): (v := 1), "b": k}
print(d, k, v)
lst = list(range(5))
print(lst[(i := 2)], lst[i := 3], i)
def g():
    [inner := j for j in range(3)]
    return inner
print(g())
def h():
    global made
    (made := "global")
h()
print(made)
print((lambda: (q := 4) + q)())
for code in ("x := 1", "(x.y := 1)", "[i := 0 for i in y]", "def f(): [(a := 1) for b in (c := [])]", "class A: [(x := 1) for _ in y]",
             "f(a=b:=1)", "(a, b := 1, 2) = 3", "lambda: x := 1", "[(j := 0) for i in x for j in y]"):
    try:
        compile(code, "<s>", "exec")
        print(code, "ok")
    except SyntaxError as exc:
        print(code, "->", exc.msg)
