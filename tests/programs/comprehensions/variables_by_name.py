# What looks at variables by their names sees those of the comprehension that it runs in.
l=[1,2]
y=0
print([locals()["x"] for x in l], [eval("x*2+y") for x in l], {eval("x") for x in l})
[exec("y = x") for x in l]
print(y, "x" in globals())
print([[eval("a+b") for a in l] for b in l])
class C:
    z=5
    q=[eval("x") for x in l]
    r=[("x" in dir()) for x in l]
print(C.q,C.r, sorted(k for k in vars(C) if k[0]!='_'))
def f(p):
    o=10
    r=[eval("x+o+p") for x in l]
    s={x: eval("x*o") for x in l}
    t=[("x" in locals()) for x in l]
    print(r,s,t, sorted(locals()))
    x=3
    print([eval("x") for x in l], x)
    print([[eval("a+b") for a in l] for b in l])
    import sys
    print([sys._getframe().f_locals['a'] for a in [0]])
f(100)
def g():
    fs=[lambda: k for k in l if eval("1")]
    return [h() for h in fs]
print(g())
print([eval("x") for x in [1] for y in [2]], [x for x in l if eval("x") > 1])
print([(eval("x"), w := x) for x in l], w)
