cases = [
    "if 1:\nx = 1", " x = 1", "if 1:\n  a\n b", "if 1:\n\ta\n        b", "def f():\n\nx", "for x in y:\npass",
    "while 1:\n", "class C:\n", "try:\nx", "try:\n x\nexcept:\ny", "try:\n x\nfinally:\ny", "with a:\nb", "if 1:\n x\nelse:\ny",
    "if 1:\n x\nelif 2:\ny", "match x:\ncase 1:\n pass", "match x:\n case 1:\n pass", "x = 1\n  y = 2", "if 1:\n        a\n\tb",
    "def f():\n    a\n   b", "async def f():\nx", "for x in y:\n a\nelse:\nb", "while x:\n a\nelse:\nb", "async with a:\nb",
    "if 1:\n    pass\n  # comment\n    x = 1\n", "\tx = 1", "(\n1\n  ,\n2)", "if 1: x\n  y",
]
for code in cases:
    try:
        compile(code, "<t>", "exec")
        print(repr(code), "compiled")
    except SyntaxError as exc:
        print(repr(code), type(exc).__name__, exc.msg, exc.lineno, exc.offset)
