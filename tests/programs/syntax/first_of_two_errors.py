# Of two functions with errors in their scopes, within statements that may not run, the first one's is told.
for word in "global", "nonlocal":
    for head in "if 1", "while 1", "for i in ()", "class C", "def f()":
        source = f"{head}:\n  def a(x):\n    {word} x\n  def b():\n    y = 1\n    global y\n"
        try: compile(source, "<s>", "exec")
        except SyntaxError as e: print(e, e.lineno, e.offset)
