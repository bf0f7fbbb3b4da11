cases = ["case x: pass\n case y: pass", "case _: pass\n case 1: pass", "case x | 1: pass", "case 1 | x: pass", "case [a, a]: pass", "case {'k': a, 'j': a}: pass", "case {'k': 1, 'k': 2}: pass",
         "case C(a=1, a=2): pass", "case C(a=1, 2): pass", "case {**rest, 'k': 1}: pass", "case {**_}: pass", "case [*a, *b]: pass", "case *a: pass", "case 1 + 2: pass", "case 1 + 2j: pass",
         "case -x: pass", "case f'x': pass", "case x.y.z: pass", "case x.y(): pass", "case (1): pass", "case (x as y): pass", "case x as _: pass", "case 1 as x.y: pass", "case [x] | [y]: pass", "case {x: 1}: pass",
         "case {x.y: 1}: pass", "case x if: pass", "case: pass", "case 1, : pass", "case (): pass", "case 1j + 2: pass", "case lambda: 0: pass", "case x[0]: pass", "case not x: pass", "case 'a' 'b': pass", "case True | None: pass", "case _ as x: pass", "case x as y as z: pass"]
for c in cases:
    try:
        compile(f"match v:\n {c}", "<m>", "exec")
        print(c, "ok")
    except SyntaxError as exc:
        print(repr(c), "->", exc.msg)
