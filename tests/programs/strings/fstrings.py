x, s, w = 3.14159, "text", 8
print(f"{x:.2f} {s!r:>{w}} {s:^{w}}| {x:{w}.{w - 5}f} {{literal}} {x}{s}" f" joined" " plain {x}")
print(f"{x=} {x = :.1f} {s=!s} {s = !r} {1 + 1 = } {s.upper()=} {  x  =  }")
print(f"{'nested ' + f'{x:.1f} ' + f"{'deep'}"}", f"{"same quotes"}", f"{'a' if x else 'b'}", f"{(lambda q: q * 2)(4)}", f"{[i for i in range(3)]}", f"{ {'k': 1}['k'] }", f"{ {1, 2} }")
print(f"{s!a} {None} {True:>5} {...} {x:}", f"{x!r:.3}", f"{10:#x} {255:08b} {1e10:,.0f} {-5:+} {0.5:%}")
print(f"""multi
{s}
{x:
>10}""")
print(rf"\n{s}\t", fr"\{s}", f"\n{s}\t|", f"\N{DIGIT ONE}{s}\x41", f"{'\n'}", f"{s + '\t' + s}")
print(f"{s[0]} {s[-1]} {s[1:3]} {dict(a=1)['a']} {max(1, 2)} {1 if 2 < 3 else 4} {not x} {x > 3} {x != 3} {x == 3 or s}")
class F:
    def __format__(self, spec): return f"<{spec!r}>"
    def __repr__(self): return "F()"
f = F()
print(f"{f} {f:abc} {f!r} {f!s:>6} {f:{w}} {f:a{w}b{s}c}")
print(f"{f=} {f=:x} {f=!s}", f"{x:{'.2f'}}", f"{x:{'>' + str(w)}}", f"{x:{w}{'.'}{2}f}")
def order():
    def t(v):
        print(v, end=" ")
        return v
    return f"{t(1)}{t(2):{t(3)}}{t(4)}"
print(order())
print(f"{'a' 'b'}", f"{'x':*^5}", f'{s!r}', f"{(y := 5)} {y}", f"{x:=10.2f}", f"{'='}", f"{x=:=10.2f}", f"{'!'!r}", f"{s == 'text'}", f"{x<4}")
print(f"", f"{''}", repr(f"{''!r}"), f"{{}}", f"{{{x:.0f}}}", f"{{{{", f"}}}}", f"{{x}}")
print(f"{
    x  # comment
    :.1f}", f"{s
}")
print(f'{f"{f'{1}'}"}', f"{f'''{f"""{2}"""}'''}", f"{x:{f'{w}'}.{f'{2}'}f}")
async def a(): return f"{await b()}"
async def b(): return "awaited"
try:
    a().send(None)
except StopIteration as exc:
    print(exc.value)
def gen(): yield f"{(yield 1)}"
g = gen()
print(next(g), g.send("sent"))
for code in ('f"{}"', 'f"{x!}"', 'f"{x!z}"', 'f"{x!rr}"', 'f"{"', 'f"}"', 'f"{x"', 'f"{x:"', 'f"{x:{y}"', 'f"{x y}"', 'f"{*x}"', 'f"{x = !}"', 'f"{lambda x: 1}"', 'f"{#}"', 'f"{=}"', 'f"{!r}"', 'f"{:x}"', 'f"{x!r }"', 'f"{x! r}"', 'f"{a:{b:{c}}}"', 'f"{yield}"', "f'{a['b']}'", 'f"{1:{2:{3:{4}}}}"', 'f"{None = }"', 'f"{x,}"', 'f"{*a, *b}"', 'fb"x"', 'f"{def}"', 'f"{a[}"', 'f"{a)}"', 'f"{x:\\"}"'):
    try:
        compile(code, "<f>", "eval")
        print(code, "ok")
    except SyntaxError as exc:
        print(code, "->", exc.msg)
