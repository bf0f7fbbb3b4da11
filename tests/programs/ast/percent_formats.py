# How far a `%` format is a formatted string for the optimiser of trees.
import ast
for s in "'%s' % (a,)", "'%s-%5.2r%%' % (a,b)", "'%d' % (a,)", "'%(x)s' % (a,)", "'%s' % a", "'%s %s' % (a,)", "'%s' % (*a,)", "1+2", "__debug__", "'%-5s' % (a,)", "'%*s' % (1, a)", "'%.s' % (a,)", "'%s' % ()", "'x' % ()", "'%0s' % (a,)", "'%%' % ()", "'%+s' % (a,)", "'%' % (a,)", "'%ls' % (a,)", "'%200s%.200a' % (a, b)", "'%9999999999s' % (a,)":
    print(s, ast.unparse(ast.parse(s, optimize=1)), ast.dump(ast.parse(s, optimize=1).body[0].value))
for s in "1s","9s","10s","99s","100s","999s","1000s",".1s",".9s",".99s",".100s",".999s","100.1s","1.100s", "-100s", "0100s", "00s","-0s", "001s", "0001s", "#s", " s", "--5s", "+-0 #5s":
    print(s, ast.unparse(ast.parse(f"'%{s}' % (a,)", optimize=1)))
