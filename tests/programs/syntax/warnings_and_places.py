"""What is warned of while compiling, warnings that are errors, and where errors are."""
import codeop
import warnings


def show(source, mode="exec", flags=0):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            compile(source, "<text>", mode, flags)
            outcome = "fine"
        except SyntaxError as e:
            outcome = (type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, e.text)
    print(repr(source)[:70], mode, outcome, *[(str(w.message), w.lineno) for w in caught])


for source in ("'\\e' 1", "'\\e' + (", "0xfor x", "1if x else y", "f'\\{1}'", "x = 32e-+4", "0b1_2", "x = 5\\", "return 'ä'",
               "def f():\n while 1:\n  try: pass\n  finally:\n   def g(): return\n   while 1: break\n   continue",
               "class C(x for x in L): pass", "x = 1 if 1 else return", "def f(*args: *b = (1,)): pass",
               "from __future__ import barry_as_FLUFL\n1<>2", "from __future__ import barry_as_FLUFL\n1!=2", "1<>2",
               "f'{\\'a\\'}'", 'f"{x}\\xZZ"', "f'{a $ b}'", "f'''{\xa0}'''", "f'{+ lambda:None}'", "f'{a:{b:{c:{d}}}}'",
               "print {1:(foo.)}", "print foo.", "print 'a' 1", "class A[*T: (int,)]: pass", "t'{x}' b'q'", "  a",
               "if 1:\n        a\n\tb", "try: pass\nexcept V: pass\nexcept* T: pass", "[(1,2) [f'{x}']]", "[t'{x}' [i, j]]",
               "def f():\n  from _ import *", "f(x) = 1\ny = 0b12", "  a\n0b12", "with ( is no Python"):
    show(source)
show("x=1\ny=2", "single")
show("if 1:\n  pass\nx=1\n", "single")
for source in "'abc", "{a:", "{a:b,c", "(\\", "if 1:", "x = (":
    try:
        print(repr(source), codeop.compile_command(source))
    except SyntaxError as e:
        print(repr(source), e)
with warnings.catch_warnings():
    warnings.simplefilter("error")
    for source in "'''\n\\z'''", "1 is 1", "0x1for x in y", "assert (1,2)", "def f():\n try: pass\n finally: return":
        show(source)
        try:
            compile(source, "<text>", "exec")
        except SyntaxError as e:
            print(e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    print(eval(r"f'\{6 * 7}'") == "\\42")
