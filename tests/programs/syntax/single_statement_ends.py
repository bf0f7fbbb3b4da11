# Interactive input: where a compound statement is complete, with and without its last line's end.
for flags in (0, 0x200, 0x4000, 0x4200):
    for source in [
        "def f(): pass", "def f(): pass\n", "def f():\n pass", "def f():\n pass\n", "if x: pass", "if x:\n a\nelif y: pass",
        "class A: x = 1", "@d\ndef f(): pass", "a; b", "for x in y: pass # c", "try: pass\nexcept: pass", "with a: pass",
        "x = 1", "match x:\n case 1: pass", "while 1: break;", "if x:\n if y: pass", "if (x and\n y): pass",
    ]:
        try:
            compile(source, "f.py", "single", flags)
            print(hex(flags), repr(source), "ok")
        except SyntaxError as e:
            print(hex(flags), repr(source), type(e).__name__, e.args)
