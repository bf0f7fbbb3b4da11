# Names that are declared global or nonlocal beside other uses: what is refused, where, and in which order.
SOURCES = [
    "b = 1\nnonlocal b\n", "nonlocal b\n", "nonlocal b\nb: int\n", "global c\nnonlocal c\n", "nonlocal c\nglobal c\n", "print(c)\nc: int = 5\nglobal c\n",
    "c: int = 5\nglobal c\n", "a += 1\nglobal a\n", "a\na = 1\nglobal a\n", "[(a := i) for i in (4, 5)]\nglobal a\n", "(a := 1)\nglobal a\n", "import a\nglobal a\n",
    "import a\na = 1\nglobal a\n", "def f(a):\n    a\n    global a\n", "def f(a):\n    nonlocal a\n", "def f():\n    a: int\n    global a\n", "def f():\n    global a\n    a: int\n",
    "def f():\n    del a\n    nonlocal a\n", "nonlocal a\ndef f(b):\n    global b\n", "def f():\n    nonlocal a\ndef g(b):\n    global b\n",
    "class K:\n    nonlocal b\n    global b\n    [(b := i) for i in (4, 5)]\n", "class K[c]:\n    def f():\n        nonlocal c\n",
    "class K[c]:\n    def f():\n        nonlocal c\n    c = 1\n", "def f[c]():\n    def g():\n        nonlocal c\n", "class K[c]:\n    nonlocal c\n", "def f[c]():\n    global c\n",
]
for source in SOURCES:
    try:
        compile(source, "f", "exec")
        print("fine", repr(source))
    except SyntaxError as e:
        print(e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, repr(source))

# A class of the module `builtins` shows its name alone.
space = {}
exec("def f():\n    class Inner: pass\n    return Inner\ninner = f()", space)
print(space["inner"], space["inner"].__qualname__, space["inner"].__module__)


class Refusing(property):
    def __setattr__(self, name, value):
        raise TypeError(name)


try:
    Refusing()
except TypeError as e:
    print(e)

for source in ("class K:\n    global b\nnonlocal b\n", "def f():\n    global b\nnonlocal b\n"):
    try:
        compile(source, "f", "exec")
    except SyntaxError as e:
        print(e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)

# Long functions of statements that guard others take no longer than they are.
exec("def f():\n" + " try: x = 1\n except E: y = 2\n finally: z = 3\n" * 5000)
